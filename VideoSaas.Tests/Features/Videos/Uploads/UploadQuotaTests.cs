using System.Net;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using VideoSaas.Domain.Videos;
using VideoSaas.Web.Features.Accounts;
using VideoSaas.Web.Features.Videos;
using VideoSaas.Web.Features.Videos.Uploads;

namespace VideoSaas.Tests.Features.Videos.Uploads;

/// <summary>The monthly unit: reserved before the first byte, taken once, returned once.</summary>
public sealed class UploadQuotaTests(UploadBench bench) : IClassFixture<UploadBench>
{
    private static DateOnly Today => DateOnly.FromDateTime(DateTime.UnixEpoch.Add(DateTimeOffset.UtcNow - DateTimeOffset.UnixEpoch));

    [Fact]
    public async Task Post_WithNoneLeft_IsRefusedInThePersonsLanguage()
    {
        var reset = Today.AddDays(9);
        using var client = bench.ClientOf(await bench.NewPersonAsync(quota: 30, usage: 30, reset));
        using var english = await client.PostAsync(10);
        var request = client.Request(HttpMethod.Post, "/uploads");
        request.Headers.Add("Upload-Length", "10");
        request.Headers.Add("Accept-Language", "th");
        using var thai = await client.SendAsync(request);

        Assert.Equal(HttpStatusCode.Forbidden, english.StatusCode);
        var said = await english.Content.ReadAsStringAsync();
        Assert.StartsWith("30 of 30 videos used.", said, StringComparison.Ordinal);
        Assert.Contains(reset.ToString("d MMMM", System.Globalization.CultureInfo.InvariantCulture), said);
        Assert.StartsWith("ใช้ครบ 30 วิดีโอแล้ว", await thai.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ParallelPosts_AtTheLastUnit_ExactlyOneWins()
    {
        var person = await bench.NewPersonAsync(quota: 3, usage: 2);
        using var client = bench.ClientOf(person);
        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => client.PostAsync(10)));

        Assert.Single(answers, answer => answer.StatusCode == HttpStatusCode.Created);
        Assert.Equal(11, answers.Count(answer => answer.StatusCode == HttpStatusCode.Forbidden));
        Assert.Equal(3, await bench.UsageAsync(person));
    }

    [Fact]
    public async Task Post_AfterTheMonthEnded_BeginsANewOne()
    {
        var person = await bench.NewPersonAsync(quota: 30, usage: 30, Today.AddDays(-40));
        using var client = bench.ClientOf(person);
        await client.CreateAsync(10);
        await using var db = await bench.OpenDbAsync();
        var row = await db.Users.AsNoTracking().SingleAsync(user => user.Id == person);

        Assert.Equal(1, row.CurrentUsage);
        Assert.InRange(row.QuotaResetDate, Today.AddDays(1), Today.AddMonths(1));
    }

    [Theory]
    [InlineData("2026-01-31", "2026-02-28", "2026-03-31")]
    [InlineData("2026-01-15", "2026-01-15", "2026-02-15")]
    [InlineData("2024-02-29", "2026-02-28", "2026-03-29")]
    public async Task Reserve_OnTheLastDayOfAMonth_EndsTheNewMonthAfterToday(string reset, string today, string next)
    {
        var person = await bench.NewPersonAsync(quota: 1, usage: 1, Date(reset));
        var clock = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(new(Date(today), new TimeOnly(12, 0), TimeSpan.Zero));
        await using var db = await bench.OpenDbAsync();
        var first = await new QuotaUnits(clock).ReserveAsync(db, person, default);
        var second = await new QuotaUnits(clock).ReserveAsync(db, person, default);

        Assert.Equal(Date(next), first.Value.Period);
        Assert.Equal("quota_used_up", second.Refusal?.Code);
    }

    [Fact]
    public async Task Return_OfAUnitOfAPastMonth_GivesNothingBack()
    {
        var person = await bench.NewPersonAsync();
        using var client = bench.ClientOf(person);
        var location = await client.CreateAsync(10);
        await using var db = await bench.OpenDbAsync();
        await db.Database.ExecuteSqlAsync(
            $"UPDATE users SET quota_reset_date = quota_reset_date + 31, current_usage = 5 WHERE id = {person}");
        (await client.DeleteAsync(location)).Dispose();

        Assert.Equal(5, await bench.UsageAsync(person));
        Assert.Equal(QuotaUnit.Returned, (await bench.RowAsync(location)).QuotaUnit);
    }

    [Fact]
    public async Task Return_BeforeTheProbe_GivesBackOnceAndNeverBelowZero()
    {
        var (person, video) = await UploadedAsync();
        await InTransactionAsync((units, db) => units.ReturnAsync(db, video, UnitReturn.NotAccepted, default));
        await InTransactionAsync((units, db) => units.ReturnAsync(db, video, UnitReturn.OurFault, default));
        Assert.Equal(0, await bench.UsageAsync(person));
    }

    [Fact]
    public async Task Return_AfterItWasTaken_OnlyWhenTheFaultIsOurs()
    {
        var (person, video) = await UploadedAsync();
        await InTransactionAsync((units, db) => units.TakeAsync(db, video, default));
        await InTransactionAsync((units, db) => units.ReturnAsync(db, video, UnitReturn.NotAccepted, default));
        Assert.Equal(1, await bench.UsageAsync(person));

        await InTransactionAsync((units, db) => units.ReturnAsync(db, video, UnitReturn.OurFault, default));
        await InTransactionAsync((units, db) => units.TakeAsync(db, video, default));
        Assert.Equal(0, await bench.UsageAsync(person));
    }

    [Fact]
    public async Task Return_InParallel_GivesBackOnce()
    {
        var (person, video) = await UploadedAsync();
        await using (var db = await bench.OpenDbAsync())
        {
            await db.Database.ExecuteSqlAsync($"UPDATE users SET current_usage = 20 WHERE id = {person}");
        }

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ =>
            InTransactionAsync((units, db) => units.ReturnAsync(db, video, UnitReturn.OurFault, default))));
        Assert.Equal(19, await bench.UsageAsync(person));
    }

    [Fact]
    public async Task Post_WithTooManyOpen_IsRefusedAndTakesNoUnit()
    {
        var person = await bench.NewPersonAsync(quota: 100);
        using var client = bench.ClientOf(person);
        for (var i = 0; i < new UploadOptions().OpenPerPerson; i++)
        {
            await client.CreateAsync(10);
        }

        using var response = await client.PostAsync(10);
        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Contains("20 uploads are unfinished", await response.Content.ReadAsStringAsync());
        Assert.Equal(20, await bench.UsageAsync(person));
    }

    [Fact]
    public async Task Post_ThatWouldFillTheVolume_Is507AndTakesNoUnit()
    {
        var person = await bench.NewPersonAsync();
        using var client = bench.ClientOf(person);
        var free = bench.Space.Free;
        bench.Space.Free = 100;
        HttpResponseMessage response;
        try
        {
            response = await client.PostAsync(1000);
        }
        finally
        {
            bench.Space.Free = free;
        }

        Assert.Equal(HttpStatusCode.InsufficientStorage, response.StatusCode);
        Assert.Equal(0, await bench.UsageAsync(person));
    }

    [Fact]
    public async Task ExpiredUpload_IsGoneAtOnceAndSweptOnce()
    {
        var person = await bench.NewPersonAsync();
        using var client = bench.ClientOf(person);
        var location = await client.CreateAsync(10, $"filename {Convert.ToBase64String(Encoding.UTF8.GetBytes("a.mp4"))}");
        (await client.PatchAsync(location, 0, [1, 2, 3])).Dispose();
        var file = Path.Combine(bench.Folder, "media", (await bench.RowAsync(location)).StorageKey);
        var another = await bench.StartAnotherAsync();
        bench.Time.Shift = TimeSpan.FromHours(25);
        try
        {
            Assert.Equal(HttpStatusCode.NotFound, (await client.HeadAsync(location)).StatusCode);
            Assert.True(File.Exists(file));
            Assert.NotNull(another);
            await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => bench.Services.GetRequiredService<UploadSweeper>().SweepAsync(default)));
        }
        finally
        {
            bench.Time.Shift = TimeSpan.Zero;
        }

        Assert.Equal(UploadStatus.Expired, (await bench.RowAsync(location)).Status);
        Assert.False(File.Exists(file));
        Assert.Equal(0, await bench.UsageAsync(person));
    }

    [Fact]
    public async Task Patch_SlidesTheExpiryButNotBeyondSevenDays()
    {
        using var client = bench.ClientOf(await bench.NewPersonAsync());
        var location = await client.CreateAsync(100);
        var born = (await bench.RowAsync(location)).CreatedAt;
        try
        {
            for (var day = 1; day <= 7; day++)
            {
                bench.Time.Shift = TimeSpan.FromHours(23.9 * day);
                (await client.PatchAsync(location, day - 1, [1])).Dispose();
            }
        }
        finally
        {
            bench.Time.Shift = TimeSpan.Zero;
        }

        var row = await bench.RowAsync(location);
        Assert.Equal(7, row.OffsetBytes);
        Assert.InRange(row.ExpiresAt - born, TimeSpan.FromDays(6.99), TimeSpan.FromDays(7));
    }

    private static DateOnly Date(string text) => DateOnly.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    private async Task<(Guid Person, Guid Video)> UploadedAsync()
    {
        var person = await bench.NewPersonAsync();
        using var client = bench.ClientOf(person);
        var location = await client.CreateAsync(3);
        (await client.PatchAsync(location, 0, [1, 2, 3])).Dispose();
        Assert.Equal(1, await bench.UsageAsync(person));
        return (person, (await bench.RowAsync(location)).VideoId!.Value);
    }

    private async Task InTransactionAsync(Func<IVideoUnits, Web.Data.AppDb, Task> deed)
    {
        await using var db = await bench.OpenDbAsync();
        await using var transaction = await db.Database.BeginTransactionAsync();
        await deed(bench.Services.GetRequiredService<IVideoUnits>(), db);
        await transaction.CommitAsync();
    }
}
