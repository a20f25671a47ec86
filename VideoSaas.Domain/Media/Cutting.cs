namespace VideoSaas.Domain.Media;

/// <summary>How a part of a source is taken, exact to the frame.</summary>
/// <param name="Input">Options before <c>-i</c>.</param>
internal sealed record Cutting(IReadOnlyList<string> Input, IReadOnlyList<string> PictureFilters, IReadOnlyList<string> SoundFilters)
{
    /// <summary>Their index leads to the exact frame; the others are decoded up to it.</summary>
    private static readonly string[] Indexed = ["mp4", "mov", "3gp", "matroska", "webm"];

    public static Cutting Of(MediaFacts facts, long startMs, long? endMs)
    {
        if (startMs <= 0 && endMs is null)
        {
            return new([], [], []);
        }

        string[] length = endMs is { } end ? ["-t", Number.Seconds(end - startMs)] : [];
        if (Indexed.Contains(facts.Container))
        {
            return new([.. startMs > 0 ? (string[])["-ss", Number.Seconds(startMs)] : [], .. length], [], []);
        }

        var part = $"start={Number.Seconds(startMs)}" + (endMs is { } last ? $":end={Number.Seconds(last)}" : "");
        return new([], [$"trim={part}", "setpts=PTS-STARTPTS"], [$"atrim={part}", "asetpts=PTS-STARTPTS"]);
    }
}
