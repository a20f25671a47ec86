namespace VideoSaas.Web.Resources;

/// <summary>Names the resource files of the pages for admins.</summary>
public sealed class AdminTexts;
