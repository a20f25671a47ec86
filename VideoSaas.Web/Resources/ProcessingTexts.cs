namespace VideoSaas.Web.Resources;

/// <summary>Why a video was not made ready, in sentences for people.</summary>
public sealed class ProcessingTexts;
