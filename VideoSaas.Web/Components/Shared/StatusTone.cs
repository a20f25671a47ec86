namespace VideoSaas.Web.Components.Shared;

/// <summary>Says who must act: grey nobody, blue a machine is working, green done, amber you decide, red it broke; info is scheduled.</summary>
public enum StatusTone
{
    Grey,
    Blue,
    Green,
    Amber,
    Red,
    Info,
}
