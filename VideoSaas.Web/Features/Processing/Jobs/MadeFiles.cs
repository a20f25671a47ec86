using System.Text.Json;
using VideoSaas.Domain.Media;
using VideoSaas.Domain.Videos;
using VideoSaas.Web.Data.Tables;

namespace VideoSaas.Web.Features.Processing.Jobs;

/// <summary>A stored file that is to become an asset.</summary>
/// <param name="Spec">JSON of what made it.</param>
internal sealed record MadeFile(
    AssetKind Kind, string Key, string ContentType, long SizeBytes, string Sha256, int? Width, int? Height, long? DurationMs,
    string? Spec, IReadOnlyList<string> Platforms, long? AtMs = null)
{
    public VideoAsset ToAsset(Guid id, Guid videoId, Guid userId, int assetSet, DateTimeOffset now) => new()
    {
        Id = id,
        VideoId = videoId,
        UserId = userId,
        Kind = Kind,
        AssetSet = assetSet,
        StorageKey = Key,
        ContentType = ContentType,
        SizeBytes = SizeBytes,
        Sha256 = Sha256,
        Width = Width,
        Height = Height,
        DurationMs = DurationMs,
        AtMs = AtMs,
        Spec = Spec,
        Platforms = [.. Platforms],
        CreatedAt = now,
    };
}

/// <summary>What a making ended with: all its files, and the loudness if it was measured.</summary>
internal sealed record Made(IReadOnlyList<MadeFile> Files, double? LoudnessLufs);

internal static class SpecJson
{
    public static string Write<T>(T spec) => JsonSerializer.Serialize(spec, Columns.Json);

    public static FileWork WorkOf(VideoAsset rendition) =>
        rendition.Spec is { } text && JsonSerializer.Deserialize<FileSpec>(text, Columns.Json) is { } spec ? spec.Work : FileWork.Keep;
}
