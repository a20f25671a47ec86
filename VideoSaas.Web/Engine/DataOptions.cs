using System.ComponentModel.DataAnnotations;

namespace VideoSaas.Web.Engine;

/// <summary>Where everything lives that is not in the database: media, mail, the key ring's certificate. Section <c>Data</c>.</summary>
public sealed class DataOptions
{
    public const string Section = "Data";

    /// <summary>Absolute or relative to the working folder.</summary>
    [Required]
    public string Folder { get; set; } = ".local";

    public string PathOf(params string[] parts) => Path.GetFullPath(Path.Combine([Folder, .. parts]));
}
