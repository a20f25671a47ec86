using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.DependencyInjection;
using VideoSaas.Domain.Auditing;
using VideoSaas.Domain.Videos;
using VideoSaas.Tests.Features.Videos.Uploads;
using VideoSaas.Web.Engine.Storage;
using VideoSaas.Web.Features.Videos;

namespace VideoSaas.Tests.Features.Videos;

public sealed class MediaApiTests(UploadBench bench) : IClassFixture<UploadBench>
{
    private static readonly byte[] Content = [.. Enumerable.Range(0, 1000).Select(number => (byte)number)];

    [Fact]
    public async Task Get_ByTheOwner_IsTheFileAndPrivate()
    {
        var (client, asset, _) = await StoredAsync("video/mp4");
        using var response = await client.SendAsync(client.Request(HttpMethod.Get, $"/media/{asset}"));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(Content, await response.Content.ReadAsByteArrayAsync());
        Assert.Equal("video/mp4", response.Content.Headers.ContentType?.MediaType);
        Assert.True(response.Headers.CacheControl!.Private);
        Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal("bytes", response.Headers.AcceptRanges.Single());
    }

    [Theory]
    [InlineData("bytes=0-0", 0, 1)]
    [InlineData("bytes=100-199", 100, 100)]
    [InlineData("bytes=900-", 900, 100)]
    [InlineData("bytes=-10", 990, 10)]
    public async Task Get_OfARange_IsThatPart(string range, int from, int count)
    {
        var (client, asset, _) = await StoredAsync("video/mp4");
        var request = client.Request(HttpMethod.Get, $"/media/{asset}");
        request.Headers.Range = RangeHeaderValue.Parse(range);
        using var response = await client.SendAsync(request);

        Assert.Equal(HttpStatusCode.PartialContent, response.StatusCode);
        Assert.Equal(Content[from..(from + count)], await response.Content.ReadAsByteArrayAsync());
        Assert.Equal(1000, response.Content.Headers.ContentRange!.Length);
    }

    [Fact]
    public async Task Get_BeyondTheEnd_Is416()
    {
        var (client, asset, _) = await StoredAsync("video/mp4");
        var request = client.Request(HttpMethod.Get, $"/media/{asset}");
        request.Headers.Range = new RangeHeaderValue(5000, null);
        using var response = await client.SendAsync(request);
        Assert.Equal(HttpStatusCode.RequestedRangeNotSatisfiable, response.StatusCode);
    }

    [Fact]
    public async Task Get_ByAStranger_OfTheUnknown_OrOfADeletedVideo_Is404()
    {
        var (client, asset, video) = await StoredAsync("video/mp4");
        using var stranger = bench.ClientOf(await bench.NewPersonAsync());
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(stranger, asset));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(client, Guid.CreateVersion7()));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(client, asset));

        await bench.Services.GetRequiredService<DeleteVideo>()
            .ExecuteAsync(Actor.Person(client.Person, []), new(video), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(client, asset));
    }

    [Fact]
    public async Task Get_OfTheThumbnailOfADeletedVideo_ShowsItsOwnerWhatItWas()
    {
        var (client, picture, video) = await StoredAsync("image/jpeg", AssetKind.Thumbnail);
        await bench.Services.GetRequiredService<DeleteVideo>()
            .ExecuteAsync(Actor.Person(client.Person, []), new(video), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(client, picture));
        using var stranger = bench.ClientOf(await bench.NewPersonAsync());
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(stranger, picture));
    }

    [Theory]
    [InlineData("text/html")]
    [InlineData("image/svg+xml")]
    public async Task Get_OfWhatCouldRunInAPage_IsADownload(string contentType)
    {
        var (client, asset, _) = await StoredAsync(contentType);
        using var response = await client.SendAsync(client.Request(HttpMethod.Get, $"/media/{asset}"));
        Assert.Equal("application/octet-stream", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal("attachment", response.Content.Headers.ContentDisposition?.DispositionType);
    }

    private static async Task<HttpStatusCode> StatusAsync(UploadBench.TusClient client, Guid asset)
    {
        using var response = await client.SendAsync(client.Request(HttpMethod.Get, $"/media/{asset}"));
        return response.StatusCode;
    }

    private async Task<(UploadBench.TusClient Client, Guid Asset, Guid Video)> StoredAsync(
        string contentType, AssetKind kind = AssetKind.Rendition)
    {
        var person = await bench.NewPersonAsync();
        var client = bench.ClientOf(person);
        var location = await client.CreateAsync(Content.Length);
        (await client.PatchAsync(location, 0, Content)).Dispose();
        var row = await bench.RowAsync(location);
        Assert.NotNull(await bench.Services.GetRequiredService<IBlobStore>().LengthAsync(row.StorageKey, default));
        var asset = new VideoAsset
        {
            Id = Guid.CreateVersion7(),
            VideoId = row.VideoId!.Value,
            UserId = person,
            Kind = kind,
            AssetSet = 1,
            StorageKey = row.StorageKey,
            ContentType = contentType,
            SizeBytes = Content.Length,
            CreatedAt = DateTimeOffset.UtcNow,
        };
        await using var db = await bench.OpenDbAsync();
        db.VideoAssets.Add(asset);
        await db.SaveChangesAsync();
        return (client, asset.Id, row.VideoId.Value);
    }
}
