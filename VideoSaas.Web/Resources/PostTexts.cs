namespace VideoSaas.Web.Resources;

/// <summary>Words of composing, of one post and of the channels' page.</summary>
public sealed class PostTexts;
