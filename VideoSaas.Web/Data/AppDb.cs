using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using VideoSaas.Domain.Accounts;
using VideoSaas.Domain.Analytics;
using VideoSaas.Domain.Auditing;
using VideoSaas.Domain.Notifying;
using VideoSaas.Domain.Processing;
using VideoSaas.Domain.Publishing;
using VideoSaas.Domain.Results;
using VideoSaas.Domain.Videos;
using VideoSaas.Web.Data.Tables;

namespace VideoSaas.Web.Data;

/// <summary>
/// The database. One per operation, from the factory. Saving does four things in one transaction: lets later rooms answer
/// domain events, writes the audit rows of status changes, saves, and (after commit) offers tickets for new jobs.
/// </summary>
public sealed class AppDb(DbContextOptions<AppDb> options)
    : IdentityDbContext<AppUser, IdentityRole<Guid>, Guid>(options), IDataProtectionKeyContext
{
    private readonly List<IDomainEvent> _events = [];

    public DbSet<Video> Videos => Set<Video>();

    public DbSet<VideoMetadata> VideoMetadata => Set<VideoMetadata>();

    public DbSet<VideoAsset> VideoAssets => Set<VideoAsset>();

    public DbSet<Label> Labels => Set<Label>();

    public DbSet<VideoLabel> VideoLabels => Set<VideoLabel>();

    public DbSet<Upload> Uploads => Set<Upload>();

    public DbSet<ProcessingJob> ProcessingJobs => Set<ProcessingJob>();

    public DbSet<ProcessingJobAttempt> ProcessingJobAttempts => Set<ProcessingJobAttempt>();

    public DbSet<Making> Makings => Set<Making>();

    public DbSet<PlatformPost> PlatformPosts => Set<PlatformPost>();

    public DbSet<PlatformAccount> PlatformAccounts => Set<PlatformAccount>();

    public DbSet<PublishAttempt> PublishAttempts => Set<PublishAttempt>();

    public DbSet<PublishStep> PublishSteps => Set<PublishStep>();

    public DbSet<PostCheck> PostChecks => Set<PostCheck>();

    public DbSet<QueueSlot> QueueSlots => Set<QueueSlot>();

    public DbSet<CaptionTemplate> CaptionTemplates => Set<CaptionTemplate>();

    public DbSet<HashtagGroup> HashtagGroups => Set<HashtagGroup>();

    public DbSet<UploadAdmission> UploadAdmissions => Set<UploadAdmission>();

    public DbSet<VideoAnalytics> VideoAnalytics => Set<VideoAnalytics>();

    public DbSet<PostAnalytics> PostAnalytics => Set<PostAnalytics>();

    public DbSet<Notification> Notifications => Set<Notification>();

    public DbSet<Letter> Letters => Set<Letter>();

    public DbSet<AuditEntry> AuditEntries => Set<AuditEntry>();

    public DbSet<PersonSession> UserSessions => Set<PersonSession>();

    public DbSet<DataExport> DataExports => Set<DataExport>();

    public DbSet<ApiKey> ApiKeys => Set<ApiKey>();

    public DbSet<Subscription> Subscriptions => Set<Subscription>();

    public DbSet<SubscriptionTier> SubscriptionTiers => Set<SubscriptionTier>();

    public DbSet<LiveEvent> LiveEvents => Set<LiveEvent>();

    public DbSet<SandboxDocument> SandboxDocuments => Set<SandboxDocument>();

    public DbSet<DataProtectionKey> DataProtectionKeys => Set<DataProtectionKey>();

    /// <summary>Who makes the changes; must be set before anything audited is saved.</summary>
    public Actor? Actor { get; private set; }

    /// <summary>Why, in the words of whoever did it; goes into the audit rows' metadata.</summary>
    public string? Reason { get; private set; }

    /// <summary>
    /// For Identity's stores. The model does not follow it: tables are mapped in full beside the others, so that it is the same
    /// with a host's options and without them.
    /// </summary>
    protected override Version SchemaVersion => IdentitySchemaVersions.Version3;

    public AppDb ActAs(Actor actor, string? reason = null)
    {
        Actor = actor;
        Reason = reason;
        return this;
    }

    /// <summary>Something happened that no tracked thing tells of itself; handled at the next save.</summary>
    public void Raise(IDomainEvent domainEvent) => _events.Add(domainEvent);

    /// <summary>What was raised since the last call.</summary>
    internal IReadOnlyList<IDomainEvent> TakeEvents()
    {
        IReadOnlyList<IDomainEvent> taken = [.. _events];
        _events.Clear();
        return taken;
    }

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.HasPostgresExtension("pg_trgm");
        builder.ApplyConfigurationsFromAssembly(typeof(AppDb).Assembly);
        builder.NameConstraints();
    }
}
