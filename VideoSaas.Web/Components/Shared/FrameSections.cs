namespace VideoSaas.Web.Components.Shared;

/// <summary>Places of the frame that a page fills.</summary>
public static class FrameSections
{
    public const string Title = "frame-title";

    /// <summary>The same title for whoever is not signed in: two outlets of one name would end a circuit that passes between them.</summary>
    public const string StrangerTitle = "frame-stranger-title";
    public const string Actions = "frame-actions";
}
