using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;

namespace VideoSaas.Tests.Features.Videos.Uploads;

/// <summary>The rules of tus 1.0.0 for bytes that arrive and for uploads that are ended, over a real socket.</summary>
public sealed class TusTransferTests(UploadBench bench) : IClassFixture<UploadBench>
{
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
