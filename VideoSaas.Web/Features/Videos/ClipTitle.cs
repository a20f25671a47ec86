namespace VideoSaas.Web.Features.Videos;

/// <summary>What a clip is called in lists: the first line of its text, else the file's name without its ending.</summary>
internal static class ClipTitle
{
    public static string Of(string? caption, string filename) =>
        caption?.Split('\n').Select(line => line.Trim()).FirstOrDefault(line => line.Length > 0)
            ?? Path.GetFileNameWithoutExtension(filename);
}
