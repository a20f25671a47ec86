using System.Globalization;
using Microsoft.EntityFrameworkCore;
using VideoSaas.Domain.Auditing;
using VideoSaas.Domain.Publishing;
using VideoSaas.Domain.Results;
using VideoSaas.Web.Components.Shared;
using VideoSaas.Web.Data;

namespace VideoSaas.Web.Features.Publishing.Bulk;

/// <param name="Zone">In which the times of the file are meant.</param>
public sealed record BulkFileInput(Stream File, TimeZoneInfo Zone);

/// <param name="Rows">Empty when anything is wrong: nothing is half taken.</param>
/// <param name="Faults">Line by line.</param>
public sealed record BulkFileRead(IReadOnlyList<BulkRow> Rows, IReadOnlyList<BulkFault> Faults);

/// <summary>From what a person wrote in the table to posts: which clip, which channel, when. Changes nothing.</summary>
public sealed class ReadBulkFile(IDbContextFactory<AppDb> databases, TimeProvider time)
{
    private const string Slot = "slot";

    /// <summary>Spreadsheets of people who count years from the Buddha write them so.</summary>
    private const int BuddhistYears = 543;

    private static readonly string[] TimeFormats = [BulkFile.TimeFormat, "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd H:mm", "yyyy-MM-dd HH:mm:ss"];

    public async Task<BulkFileRead> ExecuteAsync(Actor actor, BulkFileInput input, CancellationToken token)
    {
        var (lines, fault) = BulkFile.Read(input.File);
        if (fault is not null)
        {
            return new BulkFileRead([], [fault]);
        }

        await using var db = await databases.CreateDbContextAsync(token);
        string[] names = [.. lines.Select(line => line.File).Distinct()];
        Guid[] ids = [.. names.Where(name => Guid.TryParse(name, out _)).Select(Guid.Parse)];
        var videos = await db.Videos.AsNoTracking()
            .Where(video => video.UserId == actor.PersonId && video.SourceVideoId == null
                && (names.Contains(video.OriginalFilename) || ids.Contains(video.Id)))
            .Select(video => new { video.Id, video.OriginalFilename })
            .ToListAsync(token);
        var byName = videos.ToLookup(video => video.OriginalFilename, video => video.Id);
        var byId = videos.Select(video => video.Id).ToHashSet();
        var accounts = await db.PlatformAccounts.AsNoTracking().Where(account => account.UserId == actor.PersonId).ToListAsync(token);
        var now = time.GetUtcNow();
        var rows = new List<BulkRow>();
        var faults = new List<BulkFault>();
        var seen = new Dictionary<(Guid, Platform), int>();
        foreach (var line in lines)
        {
            List<Guid> clips = Guid.TryParse(line.File, out var id) && byId.Contains(id) ? [id] : [.. byName[line.File]];
            var channels = accounts.Where(account => IsMeant(account, line.Channel)).ToList();
            var (at, isSlot, wrongTime) = TimeOf(line.Time, input.Zone, now);
            BulkFault?[] found =
            [
                clips.Count == 1 ? null : new BulkFault(line.Line, clips.Count == 0 ? "unknown_file" : "same_file", line.File),
                channels.Count == 1 ? null : new BulkFault(line.Line, channels.Count == 0 ? "unknown_channel" : "same_channel", line.Channel),
                wrongTime is null ? null : new BulkFault(line.Line, wrongTime, line.Time),
            ];
            faults.AddRange(found.OfType<BulkFault>());
            if (clips is not [var clip] || channels is not [var channel])
            {
                continue;
            }

            if (!seen.TryAdd((clip, channel.Platform), line.Line))
            {
                faults.Add(new BulkFault(line.Line, "double_row", seen[(clip, channel.Platform)]));
                continue;
            }

            rows.Add(new BulkRow(
                clip, channel.Id, line.Text, line.Title.Length == 0 ? null : line.Title, PostSettings.None, at, isSlot, line.Line));
        }

        return faults.Count > 0 ? new BulkFileRead([], faults) : new BulkFileRead(rows, []);
    }

    /// <summary>By platform, by name, or by both as the channels' page writes them.</summary>
    private static bool IsMeant(PlatformAccount account, string written)
    {
        var platform = PlatformNames.Of(account.Platform);
        var name = account.Username ?? account.DisplayName;
        string[] ways = [platform, Words.Of(account.Platform), $"{name}", $"@{name}", $"{platform} @{name}", $"{platform} {name}"];
        return ways.Contains(written.Trim(), StringComparer.OrdinalIgnoreCase);
    }

    private static (DateTimeOffset? At, bool IsSlot, string? Wrong) TimeOf(string written, TimeZoneInfo zone, DateTimeOffset now)
    {
        if (written.Length == 0)
        {
            return (null, false, null);
        }

        if (written.Equals(Slot, StringComparison.OrdinalIgnoreCase))
        {
            return (null, true, null);
        }

        if (!DateTime.TryParseExact(written, TimeFormats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local))
        {
            return (null, false, "bad_time");
        }

        local = local.Year > 2400 ? local.AddYears(-BuddhistYears) : local;
        var at = WallClock.MomentOf(DateOnly.FromDateTime(local), TimeOnly.FromDateTime(local), zone);
        return at <= now ? (null, false, "past_time") : (at, false, null);
    }
}
