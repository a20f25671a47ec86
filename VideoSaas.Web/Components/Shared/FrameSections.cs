namespace VideoSaas.Web.Components.Shared;

/// <summary>Places of the frame that a page fills.</summary>
public static class FrameSections
{
    public const string Title = "frame-title";
    public const string Actions = "frame-actions";
}
