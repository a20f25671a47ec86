namespace VideoSaas.Web.Resources;

/// <summary>Words of the upload tray and of refused uploads.</summary>
public sealed class UploadTexts;
