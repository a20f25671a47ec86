namespace VideoSaas.Web.Resources;

/// <summary>Names the resource files of the account pages, the letters and the settings.</summary>
public sealed class PeopleTexts;
