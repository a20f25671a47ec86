namespace VideoSaas.Web.Resources;

/// <summary>Words of the frame: navigation, the person's menu, bands and the pages that stand in for others.</summary>
public sealed class ShellTexts;
