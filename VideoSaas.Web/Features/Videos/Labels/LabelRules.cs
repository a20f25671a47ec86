using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using VideoSaas.Domain.Results;
using VideoSaas.Domain.Videos;
using VideoSaas.Web.Data;

namespace VideoSaas.Web.Features.Videos.Labels;

/// <summary>What a label may be called, and who has that name already.</summary>
internal static partial class LabelRules
{
    /// <returns>The name with single spaces. Refused: label_empty, label_too_long.</returns>
    public static Outcome<string> NameOf(string? typed)
    {
        var name = Spaces().Replace(typed ?? "", " ").Trim();
        return name.Length switch
        {
            0 => new Invalid("label_empty"),
            > Label.LongestName => new Invalid("label_too_long", name.Length, Label.LongestName),
            _ => name,
        };
    }

    /// <summary>Two labels of one person never come to be at the same time, so that neither number nor name is ever doubled.</summary>
    public static Task LockPersonAsync(AppDb db, Guid person, CancellationToken token) =>
        db.Database.ExecuteSqlAsync($"SELECT 1 FROM users WHERE id = {person} FOR NO KEY UPDATE", token);

    /// <summary>The person's label of that name, whatever the case.</summary>
    public static async Task<Guid?> FindAsync(AppDb db, Guid person, string name, CancellationToken token) =>
        (await db.Database
            .SqlQuery<Guid>($"SELECT id AS \"Value\" FROM labels WHERE user_id = {person} AND lower(name) = lower({name})")
            .ToListAsync(token)) is [var found] ? found : null;

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
