using System.Net;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using VideoSaas.Domain.Auditing;
using VideoSaas.Domain.Videos;
using VideoSaas.Tests.Fixtures;
using VideoSaas.Web.Features.Videos.Uploads;

namespace VideoSaas.Tests.Features.Videos.Uploads;

/// <summary>Broken lines, rival writers, restarts and crashes: what was counted stays, and the end is the source's bytes.</summary>
public sealed class UploadResumeTests(UploadBench bench) : IClassFixture<UploadBench>
{
    private const int Length = 500_000;
    private const int Part = 200_000;

    private readonly byte[] _bytes = RandomNumberGenerator.GetBytes(Length);

    [Fact]
    public async Task Patch_WhoseClientVanishes_KeepsWhatArrived()
    {
        using var client = await ClientAsync();
        var location = await client.CreateAsync(Length);
        using var patch = await RawPatch.BeginAsync(client, location, 0, Length);
        await patch.SendAsync(_bytes.AsMemory(0, Part));
        await Eventually.HoldsAsync(async () => (await bench.RowAsync(location)).OffsetBytes == Part);
        await patch.SendAsync(_bytes.AsMemory(Part, 1000));
        patch.Vanish();

        var offset = await client.OffsetAsync(location);
        Assert.InRange(offset, Part, Part + 1000);
        await FinishAsync(client, location, offset);
    }

    [Fact]
    public async Task Patch_ThatTrickles_IsCountedWhileItLasts()
    {
        using var client = await ClientAsync();
        var location = await client.CreateAsync(Length);
        using var patch = await RawPatch.BeginAsync(client, location, 0, Length);
        await patch.SendAsync(_bytes.AsMemory(0, 10));
        await Eventually.HoldsAsync(async () => (await bench.RowAsync(location)).OffsetBytes == 10);
        await patch.SendAsync(_bytes.AsMemory(10, 10));
        await Eventually.HoldsAsync(async () => (await bench.RowAsync(location)).OffsetBytes == 20);
        Assert.NotNull((await bench.RowAsync(location)).LeaseToken);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Head_WhileAnotherRequestHangs_TakesOverAndTellsAnOffsetThatStays(bool fromAnotherProcess)
    {
        var person = await bench.NewPersonAsync();
        using var client = bench.ClientOf(person);
        var location = await client.CreateAsync(Length);
        using var hanging = await RawPatch.BeginAsync(client, location, 0, Length);
        await hanging.SendAsync(_bytes.AsMemory(0, Part));
        await Eventually.HoldsAsync(async () => (await bench.RowAsync(location)).OffsetBytes == Part);

        using var newcomer = bench.ClientOf(person, fromAnotherProcess ? await bench.StartAnotherAsync() : null);
        var offset = await newcomer.OffsetAsync(location);

        Assert.Equal(Part, offset);
        Assert.Contains(" 423 ", await hanging.AnswerAsync());
        await FinishAsync(newcomer, location, offset);
    }

    [Fact]
    public async Task TwoPatches_OfTheSameBytes_EndWithOneFile()
    {
        var person = await bench.NewPersonAsync();
        using var client = bench.ClientOf(person);
        var location = await client.CreateAsync(Length);
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => client.PatchAsync(location, 0, _bytes)));

        Assert.All(answers, answer => Assert.Contains(
            answer.StatusCode, new[] { HttpStatusCode.NoContent, HttpStatusCode.Conflict, HttpStatusCode.Locked }));
        var offset = await client.OffsetAsync(location);
        if (offset < Length)
        {
            await FinishAsync(client, location, offset);
        }

        Assert.Equal(Sha256, await bench.StoredSha256Async(location));
        Assert.Equal(1, await bench.UsageAsync(person));
        await using var db = await bench.OpenDbAsync();
        Assert.Equal(1, await db.Videos.CountAsync(video => video.UserId == person));
    }

    [Fact]
    public async Task Restart_InTheMiddle_GoesOnWhereItWas()
    {
        var person = await bench.NewPersonAsync();
        using var before = bench.ClientOf(person);
        var location = await before.CreateAsync(Length);
        using var patch = await RawPatch.BeginAsync(before, location, 0, Length);
        await patch.SendAsync(_bytes.AsMemory(0, Part));
        await Eventually.HoldsAsync(async () => (await bench.RowAsync(location)).OffsetBytes == Part);
        await bench.RestartAsync();

        using var after = bench.ClientOf(person);
        var offset = await after.OffsetAsync(location);
        Assert.Equal(Part, offset);
        await FinishAsync(after, location, offset);
    }

    [Fact]
    public async Task Head_AfterTheWriterDied_WaitsOutItsLeaseAndGoesOn()
    {
        using var client = await ClientAsync();
        var location = await PartlySentAsync(client);
        await ChangeRowAsync(location, row => row.SetProperty(upload => upload.LeaseToken, Guid.NewGuid())
            .SetProperty(upload => upload.LeaseUntil, DateTimeOffset.UtcNow.AddHours(1)));

        await FinishAsync(client, location, await client.OffsetAsync(location));
    }

    [Fact]
    public async Task TornTail_BeyondTheCountedBytes_IsCut()
    {
        using var client = await ClientAsync();
        var location = await PartlySentAsync(client);
        await File.AppendAllTextAsync(await FileAsync(location), "bytes that nobody counted");

        Assert.Equal(Part, await client.OffsetAsync(location));
        await FinishAsync(client, location, Part);
    }

    [Fact]
    public async Task FileShorterThanCounted_LowersTheOffset()
    {
        using var client = await ClientAsync();
        var location = await PartlySentAsync(client);
        using (var file = File.OpenWrite(await FileAsync(location)))
        {
            file.SetLength(1000);
        }

        using var stale = await client.PatchAsync(location, Part, _bytes[Part..]);
        Assert.Equal(HttpStatusCode.Conflict, stale.StatusCode);
        Assert.Equal(1000, await client.OffsetAsync(location));
        await FinishAsync(client, location, 1000);
    }

    [Fact]
    public async Task MissingFile_BeginsAgainAtZero()
    {
        using var client = await ClientAsync();
        var location = await PartlySentAsync(client);
        File.Delete(await FileAsync(location));

        Assert.Equal(0, await client.OffsetAsync(location));
        await FinishAsync(client, location, 0);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task CrashBeforeTheLastStep_IsMadeGoodByHeadOrSweeper(bool bySweeper)
    {
        using var client = await ClientAsync();
        var location = await client.CreateAsync(Length);
        await File.WriteAllBytesAsync(await FileAsync(location), _bytes);
        await ChangeRowAsync(location, row => row.SetProperty(upload => upload.OffsetBytes, Length));

        if (bySweeper)
        {
            await bench.Services.GetRequiredService<UploadSweeper>().SweepAsync(default);
        }
        else
        {
            Assert.Equal(Length, await client.OffsetAsync(location));
        }

        var row = await bench.RowAsync(location);
        Assert.Equal(UploadStatus.Completed, row.Status);
        Assert.NotNull(row.VideoId);
    }

    [Fact]
    public async Task Head_WhenTheDatabaseFails_Is423SoThatTheClientKeepsTheAddress()
    {
        using var client = await ClientAsync();
        var location = await PartlySentAsync(client);
        await using var db = await bench.OpenDbAsync();
        await db.Database.ExecuteSqlRawAsync("ALTER TABLE uploads RENAME TO uploads_away");
        HttpResponseMessage head, patch;
        try
        {
            head = await client.HeadAsync(location);
            patch = await client.PatchAsync(location, Part, [1]);
        }
        finally
        {
            await db.Database.ExecuteSqlRawAsync("ALTER TABLE uploads_away RENAME TO uploads");
        }

        Assert.Equal(HttpStatusCode.Locked, head.StatusCode);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, patch.StatusCode);
        await FinishAsync(client, location, await client.OffsetAsync(location));
    }

    [Fact]
    public async Task Complete_Twice_IsOneVideo()
    {
        var person = await bench.NewPersonAsync();
        using var client = bench.ClientOf(person);
        var location = await client.CreateAsync(Length);
        await FinishAsync(client, location, 0);
        var row = await bench.RowAsync(location);
        var again = await bench.Services.GetRequiredService<CompleteUpload>()
            .ExecuteAsync(Actor.System("test"), new(row.Id), default);

        Assert.Equal(row.VideoId, again.Value);
        await using var db = await bench.OpenDbAsync();
        var video = await db.Videos.SingleAsync(video => video.UserId == person);
        Assert.Equal(row.StorageKey, video.OriginalUrl);
        Assert.Equal(Length, video.OriginalSize);
        Assert.Equal(1, await db.AuditEntries.CountAsync(entry => entry.ResourceId == video.Id));
    }

    private string Sha256 => Convert.ToHexStringLower(SHA256.HashData(_bytes));

    private async Task<UploadBench.TusClient> ClientAsync() => bench.ClientOf(await bench.NewPersonAsync());

    private async Task<string> FileAsync(string location) =>
        Path.Combine(bench.Folder, "media", (await bench.RowAsync(location)).StorageKey);

    private async Task<string> PartlySentAsync(UploadBench.TusClient client)
    {
        var location = await client.CreateAsync(Length);
        using var response = await client.PatchAsync(location, 0, _bytes[..Part]);
        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
        return location;
    }

    private async Task FinishAsync(UploadBench.TusClient client, string location, long offset)
    {
        using var response = await client.PatchAsync(location, offset, _bytes[(int)offset..]);
        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
        Assert.Equal(UploadStatus.Completed, (await bench.RowAsync(location)).Status);
        Assert.Equal(Sha256, await bench.StoredSha256Async(location));
    }

    private async Task ChangeRowAsync(
        string location, Action<Microsoft.EntityFrameworkCore.Query.UpdateSettersBuilder<Upload>> change)
    {
        var id = (await bench.RowAsync(location)).Id;
        await using var db = await bench.OpenDbAsync();
        await db.Uploads.Where(upload => upload.Id == id).ExecuteUpdateAsync(change);
    }
}
