using Microsoft.EntityFrameworkCore;
using VideoSaas.Domain.Accounts;
using VideoSaas.Domain.Auditing;
using VideoSaas.Domain.Results;
using VideoSaas.Web.Data;

namespace VideoSaas.Web.Features.Accounts;

/// <summary>
/// Gives a person another tier by hand, with what that tier allows in a month. The subscription behind it is a row of
/// provider <c>manual</c>; an earlier manual one ends. Units used this month stay used.
/// </summary>
internal sealed class ChangeTier(IDbContextFactory<AppDb> contexts, TimeProvider time)
{
    public const string ManualProvider = "manual";

    public sealed record Input(Guid PersonId, Tier Tier, string? Reason);

    public Task<Outcome<Done>> ExecuteAsync(Actor actor, Input input, CancellationToken token) =>
        PersonEdit.SaveAsync(contexts, actor, input.PersonId, input.Reason, (db, person) => ChangeAsync(db, person, input.Tier, token), token);

    private async Task<Refusal?> ChangeAsync(AppDb db, AppUser person, Tier tier, CancellationToken token)
    {
        if (person.SubscriptionTier == tier)
        {
            return new Conflict("tier_same");
        }

        var now = time.GetUtcNow();
        var running = await db.Subscriptions
            .Where(subscription => subscription.UserId == person.Id && subscription.Status != SubscriptionStatus.Cancelled)
            .ToListAsync(token);
        if (running.Any(subscription => subscription.Provider is not (null or ManualProvider)))
        {
            // What the person pays for elsewhere would disagree with what they get here.
            return new Conflict("tier_paid_elsewhere");
        }

        foreach (var subscription in running)
        {
            subscription.Status = SubscriptionStatus.Cancelled;
            subscription.CurrentPeriodEnd = now;
        }

        person.SubscriptionId = null;
        if (tier is not Tier.Free)
        {
            var made = new Subscription
            {
                Id = Guid.CreateVersion7(now),
                UserId = person.Id,
                Tier = tier,
                Status = SubscriptionStatus.Active,
                Provider = ManualProvider,
                CurrentPeriodStart = now,
                CreatedAt = now,
            };
            db.Subscriptions.Add(made);
            person.SubscriptionId = made.Id.ToString();
        }

        person.SubscriptionTier = tier;
        person.MonthlyQuota = await db.SubscriptionTiers.Where(allows => allows.Tier == tier)
            .Select(allows => allows.MonthlyVideos).SingleAsync(token);
        db.Raise(new QuotaChanged(person.Id));
        return null;
    }
}
