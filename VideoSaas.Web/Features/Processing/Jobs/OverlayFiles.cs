using System.Text;
using VideoSaas.Domain.Media;
using VideoSaas.Web.Engine.Storage;

namespace VideoSaas.Web.Features.Processing.Jobs;

/// <summary>Puts what is drawn over a picture into the run's folder, under names of ours.</summary>
internal sealed class OverlayFiles(IBlobStore blobs)
{
    private const string TextName = "overlay.ass";
    private const string ImageName = "watermark.png";

    /// <exception cref="FileNotFoundException">A piece that the edits name is not in storage.</exception>
    public async Task<Overlays> WriteAsync(
        FileSpec spec, CaptionsEdit? captions, MediaFacts facts, string folder, CancellationToken token)
    {
        if (spec.Picture is not { } picture)
        {
            return Overlays.None;
        }

        var cues = captions is null ? [] : CaptionFile.Read(await ReadTextAsync(captions.File.Key, token));
        var text = OverlayText.Write(
            picture.Width, picture.Height, cues, new[] { picture.Watermark, picture.ForcedMark }.OfType<WatermarkEdit>(),
            spec.StartMs, spec.DurationOf(facts.DurationMs));
        if (text is not null)
        {
            await File.WriteAllTextAsync(Path.Combine(folder, TextName), text, new UTF8Encoding(false), token);
        }

        string? image = null;
        if (picture.Watermark?.Image is { } stored)
        {
            image = Path.Combine(folder, ImageName);
            await using var from = await blobs.OpenReadAsync(stored.Key, token);
            await using var to = File.Create(image);
            await from.CopyToAsync(to, token);
        }

        return new Overlays(text is null ? null : TextName, image);
    }

    private async Task<string> ReadTextAsync(string key, CancellationToken token)
    {
        using var reader = new StreamReader(await blobs.OpenReadAsync(key, token), Encoding.UTF8);
        return await reader.ReadToEndAsync(token);
    }
}
