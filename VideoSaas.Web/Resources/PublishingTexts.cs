namespace VideoSaas.Web.Resources;

/// <summary>Marks the sentences of publishing for <c>IStringLocalizer</c>.</summary>
public sealed class PublishingTexts;
