using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using VideoSaas.Domain.Videos;

namespace VideoSaas.Tests.Features.Videos.Uploads;

/// <summary>Each rule of tus 1.0.0 that a client can see, over a real socket.</summary>
public sealed class TusProtocolTests(UploadBench bench) : IClassFixture<UploadBench>
{
    [Theory]
    [InlineData("/uploads")]
    [InlineData("/uploads/whatever")]
    public async Task Options_WithoutLogin_TellsVersionAndExtensions(string path)
    {
        using var http = new HttpClient { BaseAddress = bench.Address };
        using var response = await http.SendAsync(new HttpRequestMessage(HttpMethod.Options, path));

        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
        Assert.Equal("1.0.0", Header(response, "Tus-Version"));
        Assert.Equal("creation,creation-with-upload,termination,expiration", Header(response, "Tus-Extension"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("0.2.2")]
    public async Task AnyVerb_WithoutOurVersion_Is412AndNamesIt(string? version)
    {
        using var client = await ClientAsync();
        var location = await client.CreateAsync(10);
        foreach (var (method, path) in new[]
            { (HttpMethod.Post, "/uploads"), (HttpMethod.Head, location), (HttpMethod.Patch, location), (HttpMethod.Delete, location) })
        {
            var request = client.Request(method, path);
            request.Headers.Remove("Tus-Resumable");
            if (version is not null)
            {
                request.Headers.Add("Tus-Resumable", version);
            }

            using var response = await client.SendAsync(request);

            Assert.Equal(HttpStatusCode.PreconditionFailed, response.StatusCode);
            Assert.Equal("1.0.0", Header(response, "Tus-Version"));
        }

        Assert.Equal(0, await client.OffsetAsync(location));
    }

    [Fact]
    public async Task AnyVerb_WithoutLogin_Is401()
    {
        using var client = await ClientAsync();
        var location = await client.CreateAsync(10);
        foreach (var (method, path) in new[]
            { (HttpMethod.Post, "/uploads"), (HttpMethod.Head, location), (HttpMethod.Patch, location), (HttpMethod.Delete, location) })
        {
            var request = client.Request(method, path);
            request.Headers.Remove("Test-Person");
            using var response = await client.SendAsync(request);
            Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        }
    }

    [Fact]
    public async Task Post_WithLength_MakesAnUploadWithPathOnlyLocation()
    {
        using var client = await ClientAsync();
        using var response = await client.PostAsync(100, $"filename {Base64("คลิป 1.mp4")},filetype {Base64("video/mp4")}");

        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        Assert.Equal("1.0.0", Header(response, "Tus-Resumable"));
        var location = response.Headers.Location!.ToString();
        Assert.Matches("^/uploads/[A-Za-z0-9_-]{32}$", location);
        Assert.NotNull(Header(response, "Upload-Expires"));
        Assert.Equal("คลิป 1.mp4", (await bench.RowAsync(location)).Filename);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("-1")]
    [InlineData("+1")]
    [InlineData("1.5")]
    [InlineData("0x10")]
    [InlineData("99999999999999999999")]
    public async Task Post_WithoutAProperLength_Is400(string? length)
    {
        using var client = await ClientAsync();
        var request = client.Request(HttpMethod.Post, "/uploads");
        if (length is not null)
        {
            request.Headers.TryAddWithoutValidation("Upload-Length", length);
        }

        using var response = await client.SendAsync(request);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Theory]
    [InlineData("Upload-Defer-Length", "1")]
    [InlineData("Upload-Concat", "partial")]
    [InlineData("Upload-Checksum", "sha1 Kq5sNclPz7QV2+lfQIuc6R7oRu0=")]
    public async Task Post_ForAnExtensionWeDoNotHave_Is400(string header, string value)
    {
        using var client = await ClientAsync();
        var request = client.Request(HttpMethod.Post, "/uploads");
        request.Headers.Add("Upload-Length", "11");
        request.Headers.TryAddWithoutValidation(header, value);
        using var response = await client.SendAsync(request);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Theory]
    [InlineData("filename not-base64!")]
    [InlineData("filename dGVzdA== extra")]
    [InlineData("filename dGVzdA==,filename dGVzdA==")]
    [InlineData("filename /////w==")]
    [InlineData(",")]
    public async Task Post_WithBrokenMetadata_Is400AndMakesNothing(string metadata)
    {
        var person = await bench.NewPersonAsync();
        using var client = bench.ClientOf(person);
        using var response = await client.PostAsync(10, metadata);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(0, await bench.UsageAsync(person));
    }

    [Fact]
    public async Task Post_AboveTheTier_Is413WithTheLimitInWords()
    {
        var person = await bench.NewPersonAsync();
        using var client = bench.ClientOf(person);
        using var response = await client.PostAsync((1L << 30) + 1);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        Assert.Equal("1073741824", Header(response, "Tus-Max-Size"));
        Assert.Contains("1.1 GB", await response.Content.ReadAsStringAsync());
        Assert.Equal(0, await bench.UsageAsync(person));
    }

    [Fact]
    public async Task Post_WithBytes_StoresThemAndTellsTheOffset()
    {
        using var client = await ClientAsync();
        var request = client.Request(HttpMethod.Post, "/uploads");
        request.Headers.Add("Upload-Length", "11");
        request.Content = Chunk("hello"u8.ToArray());
        using var response = await client.SendAsync(request);

        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        Assert.Equal(5, UploadBench.TusClient.Offset(response));
        var location = response.Headers.Location!.ToString();
        using var rest = await client.PatchAsync(location, 5, " world"u8.ToArray());
        Assert.Equal(HttpStatusCode.NoContent, rest.StatusCode);
        Assert.Equal(Sha256("hello world"u8.ToArray()), await bench.StoredSha256Async(location));
    }

    [Fact]
    public async Task Post_WithAllBytes_CompletesAtOnce()
    {
        using var client = await ClientAsync();
        var request = client.Request(HttpMethod.Post, "/uploads");
        request.Headers.Add("Upload-Length", "5");
        request.Content = Chunk("hello"u8.ToArray());
        using var response = await client.SendAsync(request);

        Assert.Equal(5, UploadBench.TusClient.Offset(response));
        Assert.Null(Header(response, "Upload-Expires"));
        Assert.Equal(UploadStatus.Completed, (await bench.RowAsync(response.Headers.Location!.ToString())).Status);
    }

    [Fact]
    public async Task Post_WithMoreBytesThanItsLength_Is413AndMakesNothing()
    {
        var person = await bench.NewPersonAsync();
        using var client = bench.ClientOf(person);
        var request = client.Request(HttpMethod.Post, "/uploads");
        request.Headers.Add("Upload-Length", "3");
        request.Content = Chunk("hello"u8.ToArray());
        using var response = await client.SendAsync(request);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        Assert.Equal(0, await bench.UsageAsync(person));
    }

    [Fact]
    public async Task Post_WithABodyOfAnotherKind_IgnoresIt()
    {
        using var client = await ClientAsync();
        var request = client.Request(HttpMethod.Post, "/uploads");
        request.Headers.Add("Upload-Length", "5");
        request.Content = new StringContent("hello");
        using var response = await client.SendAsync(request);

        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        Assert.Equal(0, await client.OffsetAsync(response.Headers.Location!.ToString()));
    }

    [Fact]
    public async Task Post_OfLengthZero_IsCompleteAndAVideo()
    {
        using var client = await ClientAsync();
        var location = await client.CreateAsync(0);
        var row = await bench.RowAsync(location);

        Assert.Equal(UploadStatus.Completed, row.Status);
        Assert.NotNull(row.VideoId);
        Assert.Equal(0, await client.OffsetAsync(location));
    }

    [Fact]
    public async Task Post_AgainWithTheSameClientUploadId_ReturnsTheSameUploadForOneUnit()
    {
        var person = await bench.NewPersonAsync(quota: 1);
        using var client = bench.ClientOf(person);
        var metadata = $"clientuploadid {Base64("abc")}";
        var first = await client.CreateAsync(100, metadata);
        var again = await client.CreateAsync(100, metadata);

        Assert.Equal(first, again);
        Assert.Equal(1, await bench.UsageAsync(person));
    }

    [Fact]
    public async Task Head_OfAnUnfinishedUpload_TellsAllAboutIt()
    {
        using var client = await ClientAsync();
        var metadata = $"filename {Base64("a.mp4")},empty,lastmodified {Base64("12")}";
        var location = await client.CreateAsync(10, metadata);
        (await client.PatchAsync(location, 0, "abcd"u8.ToArray())).Dispose();
        using var response = await client.HeadAsync(location);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(4, UploadBench.TusClient.Offset(response));
        Assert.Equal("10", Header(response, "Upload-Length"));
        Assert.Equal(metadata, Header(response, "Upload-Metadata"));
        Assert.Equal("no-store", Header(response, "Cache-Control"));
        Assert.Empty(await response.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task Head_OfAFinishedUpload_StillTellsItsOffset()
    {
        using var client = await ClientAsync();
        var location = await client.CreateAsync(4);
        (await client.PatchAsync(location, 0, "abcd"u8.ToArray())).Dispose();
        Assert.Equal(4, await client.OffsetAsync(location));
    }

    [Theory]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    [InlineData("short")]
    [InlineData("..%2f..%2fetc%2fpasswd")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'")]
    public async Task AnyVerb_OnAnUnknownUpload_Is404WithoutOffset(string token)
    {
        using var client = await ClientAsync();
        foreach (var response in new[]
            {
                await client.HeadAsync($"/uploads/{token}"),
                await client.PatchAsync($"/uploads/{token}", 0, [1]),
                await client.DeleteAsync($"/uploads/{token}"),
            })
        {
            Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
            Assert.Null(UploadBench.TusClient.Offset(response));
            response.Dispose();
        }
    }

    [Fact]
    public async Task AnyVerb_OnAStrangersUpload_Is404AndChangesNothing()
    {
        using var owner = await ClientAsync();
        using var stranger = await ClientAsync();
        var location = await owner.CreateAsync(10);
        foreach (var response in new[]
            { await stranger.HeadAsync(location), await stranger.PatchAsync(location, 0, [1]), await stranger.DeleteAsync(location) })
        {
            Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
            response.Dispose();
        }

        Assert.Equal(0, await owner.OffsetAsync(location));
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private static string Sha256(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? string.Join(",", values) : null;

    private static ByteArrayContent Chunk(byte[] bytes) =>
        new(bytes) { Headers = { ContentType = new MediaTypeHeaderValue("application/offset+octet-stream") } };

    private async Task<UploadBench.TusClient> ClientAsync() => bench.ClientOf(await bench.NewPersonAsync());
}
