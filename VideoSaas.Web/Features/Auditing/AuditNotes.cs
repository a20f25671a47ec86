using VideoSaas.Domain.Auditing;
using VideoSaas.Web.Data;

namespace VideoSaas.Web.Features.Auditing;

/// <summary>Deeds that change no audited value but belong into the trail: a sign-in, a new password, a look at a person.</summary>
internal static class AuditNotes
{
    /// <summary>Adds the row; it is saved with the rest of <paramref name="db"/>'s changes.</summary>
    /// <param name="action">Resource and deed: <c>user.signed_in</c>.</param>
    /// <param name="concerns">The person whom it concerns; the row belongs to whoever did it.</param>
    public static void Note(this AppDb db, Actor actor, string action, Guid concerns, DateTimeOffset now) =>
        db.Note(actor, action, "user", concerns, concerns, now);

    /// <param name="resourceType">As <see cref="IAudited.AuditResourceType"/>.</param>
    /// <param name="owner">Whose it is.</param>
    public static void Note(
        this AppDb db, Actor actor, string action, string resourceType, Guid resourceId, Guid owner, DateTimeOffset now) =>
        db.AuditEntries.Add(new AuditEntry
        {
            Id = Guid.CreateVersion7(now),
            UserId = actor.UserId ?? owner,
            ActorType = actor.Type,
            ActorId = actor.ActorId,
            Action = action,
            ResourceType = resourceType,
            ResourceId = resourceId,
            IpAddress = actor.Address,
            UserAgent = actor.UserAgent,
            RequestId = actor.RequestId,
            Metadata = "{}",
            CreatedAt = now,
        });
}
