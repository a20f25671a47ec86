namespace VideoSaas.Web.Resources;

/// <summary>Every status word, and the words of progress and of time.</summary>
public sealed class StatusTexts;
