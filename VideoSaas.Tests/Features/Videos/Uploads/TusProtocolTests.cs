using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
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

    [Fact]
    public async Task Patch_InPieces_EndsWithTheSourcesBytes()
    {
        using var client = await ClientAsync();
        var bytes = RandomNumberGenerator.GetBytes(300_001);
        var location = await client.CreateAsync(bytes.Length);
        var offset = 0;
        foreach (var size in new[] { 1, 0, 65_536, 100_000, 134_464 })
        {
            using var response = await client.PatchAsync(location, offset, bytes[offset..(offset + size)]);
            offset += size;
            Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
            Assert.Equal(offset, UploadBench.TusClient.Offset(response));
            Assert.Equal(offset < bytes.Length, Header(response, "Upload-Expires") is not null);
        }

        Assert.Equal(Sha256(bytes), await bench.StoredSha256Async(location));
    }

    [Fact]
    public async Task Patch_Chunked_IsTakenWithoutAContentLength()
    {
        using var client = await ClientAsync();
        var bytes = RandomNumberGenerator.GetBytes(50_000);
        var location = await client.CreateAsync(bytes.Length);
        using var response = await client.PatchAsync(location, 0, new StreamContent(new NoLength(bytes)));

        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
        Assert.Equal(Sha256(bytes), await bench.StoredSha256Async(location));
    }

    [Fact]
    public async Task Patch_ChunkedBeyondTheLength_KeepsTheLengthAndIs413()
    {
        using var client = await ClientAsync();
        var location = await client.CreateAsync(4);
        using var response = await client.PatchAsync(location, 0, new StreamContent(new NoLength("abcdefgh"u8.ToArray())));

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        Assert.Equal(4, await client.OffsetAsync(location));
        Assert.Equal(Sha256("abcd"u8.ToArray()), await bench.StoredSha256Async(location));
    }

    [Fact]
    public async Task Patch_WithTooLongAContentLength_Is413AndTakesNothing()
    {
        using var client = await ClientAsync();
        var location = await client.CreateAsync(4);
        using var response = await client.PatchAsync(location, 0, "abcde"u8.ToArray());

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        Assert.Equal(0, await client.OffsetAsync(location));
    }

    [Fact]
    public async Task Patch_AtAnotherOffset_Is409AndTellsTheRightOne()
    {
        using var client = await ClientAsync();
        var location = await client.CreateAsync(10);
        (await client.PatchAsync(location, 0, "abc"u8.ToArray())).Dispose();
        using var response = await client.PatchAsync(location, 5, "def"u8.ToArray());

        Assert.Equal(HttpStatusCode.Conflict, response.StatusCode);
        Assert.Equal(3, UploadBench.TusClient.Offset(response));
        Assert.Equal(3, await client.OffsetAsync(location));
    }

    [Theory]
    [InlineData("application/octet-stream")]
    [InlineData("video/mp4")]
    public async Task Patch_OfAnotherContentType_Is415(string type)
    {
        using var client = await ClientAsync();
        var location = await client.CreateAsync(10);
        var request = client.Request(HttpMethod.Patch, location);
        request.Headers.Add("Upload-Offset", "0");
        request.Content = new ByteArrayContent([1]) { Headers = { ContentType = MediaTypeHeaderValue.Parse(type) } };
        using var response = await client.SendAsync(request);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.StatusCode);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("-1")]
    [InlineData("abc")]
    public async Task Patch_WithoutAProperOffset_Is400(string? offset)
    {
        using var client = await ClientAsync();
        var location = await client.CreateAsync(10);
        var request = client.Request(HttpMethod.Patch, location);
        if (offset is not null)
        {
            request.Headers.TryAddWithoutValidation("Upload-Offset", offset);
        }

        request.Content = Chunk([1]);
        using var response = await client.SendAsync(request);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task Patch_WhichNamesAnotherLength_Is400()
    {
        using var client = await ClientAsync();
        var location = await client.CreateAsync(10);
        var request = client.Request(HttpMethod.Patch, location);
        request.Headers.Add("Upload-Offset", "0");
        request.Headers.Add("Upload-Length", "11");
        request.Content = Chunk([1]);
        using var response = await client.SendAsync(request);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task Patch_OfAFinishedUpload_TakesNothingMoreAndMakesNoSecondVideo()
    {
        using var client = await ClientAsync();
        var location = await client.CreateAsync(4);
        (await client.PatchAsync(location, 0, "abcd"u8.ToArray())).Dispose();
        var video = (await bench.RowAsync(location)).VideoId;
        using var empty = await client.PatchAsync(location, 4, []);
        using var more = await client.PatchAsync(location, 4, "e"u8.ToArray());
        using var wrong = await client.PatchAsync(location, 0, "abcd"u8.ToArray());

        Assert.Equal(HttpStatusCode.NoContent, empty.StatusCode);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, more.StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, wrong.StatusCode);
        Assert.Equal(video, (await bench.RowAsync(location)).VideoId);
        await using var db = await bench.OpenDbAsync();
        Assert.Equal(1, await db.Videos.CountAsync(row => row.OriginalUrl == db.Uploads.Single(u => u.VideoId == video).StorageKey));
    }

    [Fact]
    public async Task PostWithMethodOverride_IsTheNamedMethod()
    {
        using var client = await ClientAsync();
        var location = await client.CreateAsync(4);
        var request = client.Request(HttpMethod.Post, location);
        request.Headers.Add("X-HTTP-Method-Override", "PATCH");
        request.Headers.Add("Upload-Offset", "0");
        request.Content = Chunk("abcd"u8.ToArray());
        using var response = await client.SendAsync(request);

        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
        using var plain = await client.SendAsync(client.Request(HttpMethod.Post, location));
        Assert.Equal(HttpStatusCode.MethodNotAllowed, plain.StatusCode);
    }

    [Fact]
    public async Task Delete_OfAnUnfinishedUpload_RemovesFileAndReturnsTheUnitOnce()
    {
        var person = await bench.NewPersonAsync();
        using var client = bench.ClientOf(person);
        var location = await client.CreateAsync(10);
        (await client.PatchAsync(location, 0, "abc"u8.ToArray())).Dispose();
        var file = Path.Combine(bench.Folder, "media", (await bench.RowAsync(location)).StorageKey);
        Assert.True(File.Exists(file));
        using var first = await client.DeleteAsync(location);
        using var second = await client.DeleteAsync(location);

        Assert.Equal(HttpStatusCode.NoContent, first.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, second.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await client.HeadAsync(location)).StatusCode);
        Assert.False(File.Exists(file));
        Assert.Equal(0, await bench.UsageAsync(person));
    }

    [Fact]
    public async Task Delete_OfAFinishedUpload_LeavesItsVideoAlone()
    {
        using var client = await ClientAsync();
        var location = await client.CreateAsync(4);
        (await client.PatchAsync(location, 0, "abcd"u8.ToArray())).Dispose();
        using var response = await client.DeleteAsync(location);

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Equal(Sha256("abcd"u8.ToArray()), await bench.StoredSha256Async(location));
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private static string Sha256(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? string.Join(",", values) : null;

    private static ByteArrayContent Chunk(byte[] bytes) =>
        new(bytes) { Headers = { ContentType = new MediaTypeHeaderValue("application/offset+octet-stream") } };

    private async Task<UploadBench.TusClient> ClientAsync() => bench.ClientOf(await bench.NewPersonAsync());

    /// <summary>A stream whose length nobody knows, so that it is sent in chunks.</summary>
    private sealed class NoLength(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;
    }
}
