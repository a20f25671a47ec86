using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using VideoSaas.Tests.Fixtures;
using VideoSaas.Web.Platforms;
using VideoSaas.Web.Platforms.Facebook;

namespace VideoSaas.Tests.Platforms.Facebook;

/// <summary>The platform as it speaks with the real hosts, over a connection that only records.</summary>
internal sealed partial class FacebookWire : IDisposable
{
    private readonly MediaBench _media = new();

    public FacebookWire()
    {
        var options = Options.Create(new FacebookOptions { AppId = "app", AppSecret = "secret", ResumesPerRun = 0, StoreOffsetEveryBytes = 20 });
        var addresses = new FacebookAddresses(options, new SandboxServer(null!, Options.Create(new SandboxOptions())));
        var graph = new FacebookGraph(Http.Client, addresses, _media.Blobs, options, Time);
        Page = new FacebookPage(graph, options, Time);
        Metrics = new FacebookMetrics(graph, options);
        Platform = new FacebookPlatform(
            graph,
            new FacebookUpload(graph, new FacebookRupload(Http.Client, _media.Blobs, options, Time), addresses, options, Time),
            new FacebookConnect(graph, addresses, Time),
            Page,
            addresses,
            options,
            Time);
    }

    public RecordedHttp Http { get; } = new();

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 11, 25, 3, 0, 0, TimeSpan.Zero));

    public FacebookPlatform Platform { get; }

    public FacebookPage Page { get; }

    public FacebookMetrics Metrics { get; }

    public static AccountCredentials Credentials => new("61", "PAGE", "USER", null);

    public FacebookHandles Reel => new(
        "90", "https://rupload.facebook.com/video-upload/v25.0/90", null, Time.GetUtcNow(), 35);

    public FacebookHandles Video => new("90", null, "95", Time.GetUtcNow(), 35, 0, 12);

    /// <summary>A file of 35 bytes is in storage.</summary>
    public async Task<PublishWork> WorkAsync(bool isReel = true)
    {
        await _media.Blobs.CreateAsync("renditions/a.mp4", default);
        await using (var file = await _media.Blobs.OpenAppendAsync("renditions/a.mp4", 0, default))
        {
            await file.WriteAsync("0123456789abcdefghijklmnopqrstuvwxy"u8.ToArray());
            await _media.Blobs.FlushAsync(file, default);
        }

        return new PublishWork(Guid.Empty, Credentials, "ข้าวซอย #เชียงใหม่\nline two", "renditions/a.mp4", 35, _ => { })
        {
            Title = "Khao soi",
            Duration = TimeSpan.FromSeconds(4),
            Width = isReel ? 540 : 960,
            Height = isReel ? 960 : 540,
        };
    }

    public FacebookWire Answers(string body, int status = 200, params (string, string)[] headers)
    {
        Http.Answers((HttpStatusCode)status, body, headers);
        return this;
    }

    /// <summary>All requests; what separates parts is random, and named here by one word.</summary>
    public string Requests()
    {
        var text = string.Join("\n\n=====\n", Http.Requests);
        return Boundary().Matches(text).Aggregate(
            text, (named, match) => named.Replace(match.Groups[1].Value, "BOUNDARY", StringComparison.Ordinal));
    }

    public void Dispose() => _media.Dispose();

    [GeneratedRegex(@"boundary=(\S+)")]
    private static partial Regex Boundary();
}
