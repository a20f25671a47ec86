using System.Text.Json;
using VideoSaas.Web.Engine;

namespace VideoSaas.Web.Features.Studio.Demo;

/// <summary>How to get in: written as <c>demo.json</c> into the data folder, for its owner's eyes alone.</summary>
/// <param name="People">By role: creator, admin, staff.</param>
internal sealed record DemoFile(string Url, IReadOnlyDictionary<string, DemoPerson> People)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static string PathIn(DataOptions data) => data.PathOf("demo.json");

    /// <returns>Null when there is none, or none that can be read: the demo people then get new passwords.</returns>
    public static async Task<DemoFile?> ReadAsync(DataOptions data, CancellationToken token)
    {
        var path = PathIn(data);
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            await using var file = File.OpenRead(path);
            return await JsonSerializer.DeserializeAsync<DemoFile>(file, Json, token);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Whole or not at all, mode 0600 from its first byte.</summary>
    public async Task WriteAsync(DataOptions data, CancellationToken token)
    {
        var path = PathIn(data);
        var partial = path + ".partial";
        File.Delete(partial);
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = OperatingSystem.IsWindows() ? null : UnixFileMode.UserRead | UnixFileMode.UserWrite,
        };
        await using (var file = new FileStream(partial, options))
        {
            await JsonSerializer.SerializeAsync(file, this, Json, token);
        }

        File.Move(partial, path, overwrite: true);
    }
}

internal sealed record DemoPerson(string Email, string Password);
