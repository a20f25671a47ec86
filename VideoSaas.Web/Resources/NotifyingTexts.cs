namespace VideoSaas.Web.Resources;

/// <summary>Names the resource files of the bell, the list of notifications and the letters about them.</summary>
public sealed class NotifyingTexts;
