namespace VideoSaas.Web.Resources;

/// <summary>Names the resource files of the settings: sign-in, devices, data, and what becomes of an account.</summary>
public sealed class SettingsTexts;
