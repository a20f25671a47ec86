namespace VideoSaas.Web.Resources;

/// <summary>Words of the library: its filters, its labels, its bin.</summary>
public sealed class LibraryTexts;
