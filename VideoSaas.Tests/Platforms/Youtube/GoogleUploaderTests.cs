using System.Net.Http.Headers;
using System.Security.Cryptography;
using Google.Apis.Http;
using Google.Apis.Services;
using Google.Apis.Upload;
using Google.Apis.Util;
using Microsoft.Extensions.DependencyInjection;
using VideoSaas.Domain.Publishing;
using VideoSaas.Tests.Fixtures;
using VideoSaas.Web.Engine.Storage;
using VideoSaas.Web.Platforms.Twins;
using VideoSaas.Web.Platforms.Youtube.Twin;

namespace VideoSaas.Tests.Platforms.Youtube;

/// <summary>The uploader that Google wrote, against the twin: what the twin plays is what that one was made for.</summary>
public sealed class GoogleUploaderTests(PublishingFixture fixture) : IClassFixture<PublishingFixture>
{
    private const int MostResumes = 5;

    [Theory]
    [InlineData(null)]
    [InlineData(null, 10)]
    [InlineData("drop-before")]
    [InlineData("drop-after")]
    [InlineData("drop-after", 1, 3)]
    [InlineData("cut-at:100000")]
    [InlineData("short-accept", 2)]
    [InlineData("308-without-range", 2)]
    [InlineData("status:503")]
    [InlineData("error-but-done", 1, 3)]
    public async Task Uploader_OfGoogle_BringsTheWholeFile(string? fault, int chunks = 1, int times = 1)
    {
        var faults = fixture.App.Services.GetRequiredService<YoutubeFaults>();
        await faults.ClearAsync(default);
        if (fault is not null)
        {
            await faults.AddAsync(TwinOps.Upload, times, fault, default);
        }

        var account = await fixture.App.Services.GetServices<IPlatformTwin>().Single(twin => twin.Platform == Platform.Youtube)
            .GrantAsync("g" + Guid.CreateVersion7().ToString("N")[14..], default);
        var bytes = RandomNumberGenerator.GetBytes(3 * ResumableUpload.MinimumChunkSize + 1234);
        using var service = new TwinService(new Uri(fixture.App.Address, "sandbox/youtube/www/"), account.AccessToken);
        var upload = new VideoUpload(service, new MemoryStream(bytes))
        {
            ChunkSize = chunks * ResumableUpload.MinimumChunkSize,
            Body = new Video
            {
                Snippet = new VideoSnippet { Title = "From Google" },
                Status = new VideoStatus { PrivacyStatus = "private" },
            },
        };

        var progress = await upload.UploadAsync();
        for (var resumes = 0; progress.Status != UploadStatus.Completed && resumes < MostResumes; resumes++)
        {
            progress = await upload.ResumeAsync();
        }

        Assert.True(progress.Status == UploadStatus.Completed, progress.Exception?.ToString());
        await faults.ClearAsync(default);
        var store = fixture.App.Services.GetRequiredService<YoutubeStore>();
        var video = Assert.Single(await store.ListAsync<TwinVideo>($"{account.ExternalId}/", 10, default));
        Assert.Equal((video.Id, "From Google", "private"), (upload.ResponseBody.Id, video.Snippet.Title, upload.ResponseBody.Status.PrivacyStatus));
        await using var kept = await fixture.App.Services.GetRequiredService<IBlobStore>().OpenReadAsync(video.BlobKey, default);
        Assert.Equal(SHA256.HashData(bytes), await SHA256.HashDataAsync(kept));
    }

    private sealed class VideoUpload(IClientService service, Stream content)
        : ResumableUpload<Video, Video>(service, "upload/youtube/v3/videos", "POST", content, "video/mp4")
    {
        [RequestParameter("part", RequestParameterType.Query)]
        public string Part { get; } = "snippet,status";
    }

    private sealed class TwinService(Uri address, string accessToken) : BaseClientService(new Initializer
    {
        HttpClientInitializer = new Bearer(accessToken),
        DefaultExponentialBackOffPolicy = ExponentialBackOffPolicy.None,
        GZipEnabled = false,
    })
    {
        public override string Name => "youtube";

        public override string BaseUri => address.ToString();

        public override string BasePath => "";

        public override IList<string> Features { get; } = [];
    }

    private sealed class Bearer(string accessToken) : IConfigurableHttpClientInitializer, IHttpExecuteInterceptor
    {
        public void Initialize(ConfigurableHttpClient httpClient) => httpClient.MessageHandler.AddExecuteInterceptor(this);

        public Task InterceptAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", accessToken);
            return Task.CompletedTask;
        }
    }

    private sealed class Video
    {
        [Newtonsoft.Json.JsonProperty("id")]
        public string? Id { get; set; }

        [Newtonsoft.Json.JsonProperty("snippet")]
        public VideoSnippet? Snippet { get; set; }

        [Newtonsoft.Json.JsonProperty("status")]
        public VideoStatus Status { get; set; } = new();
    }

    private sealed class VideoSnippet
    {
        [Newtonsoft.Json.JsonProperty("title")]
        public string? Title { get; set; }
    }

    private sealed class VideoStatus
    {
        [Newtonsoft.Json.JsonProperty("privacyStatus")]
        public string? PrivacyStatus { get; set; }
    }
}
