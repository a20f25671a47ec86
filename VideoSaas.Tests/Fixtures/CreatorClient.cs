using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace VideoSaas.Tests.Fixtures;

/// <summary>The demo's creator, signed in by the form that people use, without a browser.</summary>
internal static partial class CreatorClient
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);

    /// <param name="app">Started with <c>Demo:Enabled</c>.</param>
    public static async Task<HttpClient> SignInAsync(AppProcess app, CancellationToken token)
    {
        await Eventually.HoldsAsync(() => app.Output.Contains("Ready: ", StringComparison.Ordinal), Limit);
        using var demo = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(app.DataFolder, "demo.json"), token));
        var creator = demo.RootElement.GetProperty("people").GetProperty("creator");
        var client = new HttpClient { BaseAddress = app.BaseAddress, Timeout = Limit };
        var page = await client.GetStringAsync(new Uri("/account/sign-in", UriKind.Relative), token);
        var formOfPage = page.Split("<form").Single(part => part.Contains("Form.Email", StringComparison.Ordinal));
        var fields = HiddenField().Matches(formOfPage)
            .ToDictionary(match => match.Groups["name"].Value, match => WebUtility.HtmlDecode(match.Groups["value"].Value));
        fields["Form.Email"] = creator.GetProperty("email").GetString()!;
        fields["Form.Password"] = creator.GetProperty("password").GetString()!;
        using var form = new FormUrlEncodedContent(fields);
        using var answer = await client.PostAsync(new Uri("/account/sign-in", UriKind.Relative), form, token);
        Assert.DoesNotContain("/account/", answer.RequestMessage!.RequestUri!.AbsolutePath, StringComparison.Ordinal);
        client.DefaultRequestHeaders.Add("Tus-Resumable", "1.0.0");
        return client;
    }

    /// <summary>By the upload protocol, in one piece; returns when the last byte is confirmed.</summary>
    public static async Task UploadAsync(HttpClient client, string path, CancellationToken token)
    {
        using var creation = new HttpRequestMessage(HttpMethod.Post, "/uploads");
        creation.Headers.Add("Upload-Length", $"{new FileInfo(path).Length}");
        creation.Headers.Add("Upload-Metadata", $"filename {Convert.ToBase64String("bench.mp4"u8)}");
        using var created = await client.SendAsync(creation, token);
        Assert.Equal(HttpStatusCode.Created, created.StatusCode);

        using var body = new StreamContent(File.OpenRead(path), 1 << 20);
        body.Headers.ContentType = new MediaTypeHeaderValue("application/offset+octet-stream");
        using var append = new HttpRequestMessage(HttpMethod.Patch, created.Headers.Location) { Content = body };
        append.Headers.Add("Upload-Offset", "0");
        using var appended = await client.SendAsync(append, token);
        Assert.Equal(HttpStatusCode.NoContent, appended.StatusCode);
    }

    [GeneratedRegex("""<input type="hidden" name="(?<name>[^"]+)" value="(?<value>[^"]*)" ?/?>""")]
    private static partial Regex HiddenField();
}
