namespace VideoSaas.Web.Resources;

/// <summary>Words of a creator's own screens: home, library and one video.</summary>
public sealed class StudioTexts;
