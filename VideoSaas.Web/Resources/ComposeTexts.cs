namespace VideoSaas.Web.Resources;

/// <summary>Words of the composer and of drafts.</summary>
public sealed class ComposeTexts;
