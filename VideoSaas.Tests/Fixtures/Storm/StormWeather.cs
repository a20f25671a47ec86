using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using VideoSaas.Domain.Publishing;
using VideoSaas.Web.Features.Publishing;
using VideoSaas.Web.Platforms.Twins;

namespace VideoSaas.Tests.Fixtures.Storm;

/// <summary>
/// What goes wrong, and what people do meanwhile, by one seed: faults at any call of any platform, calling off, moving, trying
/// again, connecting again.
/// </summary>
internal sealed class StormWeather(StormWorld world, Random random, long clipBytes)
{
    private readonly IReadOnlyList<TwinFaults> _faults =
    [
        .. typeof(TwinFaults).Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(TwinFaults)))
            .OrderBy(type => type.Name, StringComparer.Ordinal)
            .Select(type => (TwinFaults)world.Desk.Services.GetRequiredService(type)),
    ];

    public int Faults { get; private set; }

    public int Deeds { get; private set; }

    public async Task BlowAsync(CancellationToken token)
    {
        var faults = _faults[random.Next(_faults.Count)];
        var word = faults.Words[random.Next(faults.Words.Count)];
        if (await faults.AddAsync(faults.Ops[random.Next(faults.Ops.Count)], 1, word + ValueOf(word), token))
        {
            Faults++;
        }
    }

    public async Task CalmAsync(CancellationToken token)
    {
        foreach (var faults in _faults)
        {
            await faults.ClearAsync(token);
        }
    }

    /// <summary>Somebody presses something, or mends what only they can.</summary>
    public async Task ActAsync(CancellationToken token)
    {
        var post = world.Posts[random.Next(world.Posts.Count)];
        var actor = post.Person.Actor;
        Deeds++;
        switch (random.Next(12))
        {
            case 0:
                await world.Get<CancelPost>().ExecuteAsync(actor, new CancelPostInput(post.PostId), token);
                break;
            case 1 or 2:
                await world.Get<ReschedulePost>().ExecuteAsync(
                    actor, new ReschedulePostInput(post.PostId, new PostTime.At(DateTimeOffset.UtcNow.AddSeconds(random.Next(1, 20)))), token);
                break;
            case 3 or 4:
                await world.Get<RetryPost>().ExecuteAsync(actor, new RetryPostInput(post.PostId), token);
                break;
            default:
                await MendAsync(token);
                break;
        }
    }

    /// <summary>Every account that waits for its person is connected again.</summary>
    public async Task MendAsync(CancellationToken token)
    {
        var now = await world.ReadAsync(token);
        foreach (var post in world.Posts.Where(post => now[post.PostId] is { HoldCode: HoldCode.Reconnect } or { IsUnconfirmed: true }))
        {
            await world.ReconnectAsync(post, token);
        }
    }

    private string ValueOf(string word) => word switch
    {
        "status" => ":" + new[] { 400, 401, 403, 404, 429, 500, 502, 503 }[random.Next(8)].ToString(CultureInfo.InvariantCulture),
        _ when word.Contains("cut", StringComparison.Ordinal) => ":" + random.NextInt64(clipBytes).ToString(CultureInfo.InvariantCulture),
        _ => "",
    };
}
