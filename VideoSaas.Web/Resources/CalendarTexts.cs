namespace VideoSaas.Web.Resources;

/// <summary>Words of the calendar, the queue and the channels' page.</summary>
public sealed class CalendarTexts;
