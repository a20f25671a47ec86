using System.ComponentModel.DataAnnotations;

namespace VideoSaas.Web.Features.Processing.Bin;

/// <summary>Section <c>Bin</c>.</summary>
public sealed class BinOptions
{
    public const string Section = "Bin";

    /// <summary>How long a deleted video can be taken out again. As of November 2026: what the bins of Google Drive and Dropbox keep.</summary>
    [Range(0, 3650)]
    public double Days { get; set; } = 30;

    public DateTimeOffset EndOf(DateTimeOffset deletedAt) => deletedAt.AddDays(Days);

    /// <summary>Days until then, begun ones counted whole; 0: due.</summary>
    public int DaysLeft(DateTimeOffset deletedAt, DateTimeOffset now) => (int)Math.Ceiling(Math.Max(0, (EndOf(deletedAt) - now).TotalDays));
}
