namespace VideoSaas.Web.Resources;

/// <summary>Words of the page that schedules many videos at once.</summary>
public sealed class BulkTexts;
