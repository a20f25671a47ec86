namespace VideoSaas.Web.Resources;

/// <summary>Words of a creator's own screens: home, library and one video; also why a video could not be processed.</summary>
public sealed class StudioTexts;
