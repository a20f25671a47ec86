using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using VideoSaas.Domain.Accounts;

namespace VideoSaas.Web.Data.Tables;

internal sealed class UsersTable : IEntityTypeConfiguration<AppUser>
{
    public void Configure(EntityTypeBuilder<AppUser> table)
    {
        table.ToTable("users", t => t.HasComment(
            """
            People. Soft-deleted ones keep their address until they are purged.
            metadata: UserPreferences { display_name, language, time_zone, theme, avatar, muted }
            """));
        table.HasQueryFilter(user => user.DeletedAt == null);

        table.Property(user => user.Id).FilledWhenUnset("gen_random_uuid()");
        table.Property(user => user.Email).HasMaxLength(255).IsRequired();
        table.Property(user => user.NormalizedEmail).HasMaxLength(255);
        table.Property(user => user.PasswordHash).HasMaxLength(255).IsRequired();
        table.Property(user => user.UserName).HasColumnName("username").HasMaxLength(100);
        table.Property(user => user.NormalizedUserName).HasMaxLength(100);
        table.Property(user => user.PhoneNumber).HasMaxLength(40);

        // A person made by plain SQL can sign in: Identity demands stamps and refuses nulls in its flags.
        table.Property(user => user.SecurityStamp).HasMaxLength(100).DefaultInSql("gen_random_uuid()::text");
        table.Property(user => user.ConcurrencyStamp).HasMaxLength(100).DefaultInSql("gen_random_uuid()::text");
        table.Property(user => user.EmailConfirmed).DefaultInSql("false");
        table.Property(user => user.PhoneNumberConfirmed).DefaultInSql("false");
        table.Property(user => user.TwoFactorEnabled).DefaultInSql("false");
        table.Property(user => user.LockoutEnabled).DefaultInSql("true");
        table.Property(user => user.AccessFailedCount).DefaultInSql("0");

        table.HasWord(user => user.SubscriptionTier, "subscription_tier", 20).DefaultInSql("'free'");
        table.HasOne<SubscriptionTier>().WithMany().HasForeignKey(user => user.SubscriptionTier).OnDelete(DeleteBehavior.Restrict);
        table.Property(user => user.MonthlyQuota).DefaultInSql("30");
        table.Property(user => user.CurrentUsage).DefaultInSql("0");
        table.Property(user => user.QuotaResetDate).FilledWhenUnset("(CURRENT_DATE + INTERVAL '1 month')");
        table.HasWord(user => user.Status, "status", 20).DefaultInSql("'active'");
        table.Property(user => user.StatusChangedAt).WrittenByDatabase();
        table.Property(user => user.SubscriptionId).HasMaxLength(100);
        table.Property(user => user.Metadata).HasJson().DefaultInSql("'{}'");
        table.Property(user => user.CreatedAt).FilledWhenUnset(Columns.Now);
        table.Property(user => user.UpdatedAt).WrittenByDatabase();

        table.HasIndex(user => user.Email, "users_email_key").IsUnique();
        table.HasIndex(user => user.UserName, "users_username_key").IsUnique();
        table.HasIndex(user => user.NormalizedEmail).IsUnique().HasDatabaseName("idx_users_normalized_email");
        table.HasIndex(user => user.NormalizedUserName).IsUnique().HasDatabaseName("idx_users_normalized_user_name");
        table.HasIndex(user => user.Email, "idx_users_email");
        table.HasIndex(user => user.Status, "idx_users_status");
        table.HasIndex(user => user.SubscriptionTier, "idx_users_subscription");
        table.HasIndex(user => user.TrialEndsAt, "idx_users_trial").HasFilter("trial_ends_at IS NOT NULL");
        table.HasIndex(user => user.DeleteAfter, "idx_users_delete_after").HasFilter("delete_after IS NOT NULL");
    }
}

/// <summary>Identity's own tables; the naming convention reaches their columns only.</summary>
internal sealed class IdentityTables :
    IEntityTypeConfiguration<IdentityRole<Guid>>,
    IEntityTypeConfiguration<IdentityUserRole<Guid>>,
    IEntityTypeConfiguration<IdentityUserClaim<Guid>>,
    IEntityTypeConfiguration<IdentityUserLogin<Guid>>,
    IEntityTypeConfiguration<IdentityUserToken<Guid>>,
    IEntityTypeConfiguration<IdentityRoleClaim<Guid>>,
    IEntityTypeConfiguration<IdentityUserPasskey<Guid>>
{
    public void Configure(EntityTypeBuilder<IdentityRole<Guid>> table)
    {
        table.ToTable("roles");
        table.Property(role => role.Id).FilledWhenUnset("gen_random_uuid()");
        table.HasIndex(role => role.NormalizedName).IsUnique().HasDatabaseName("idx_roles_normalized_name");
    }

    public void Configure(EntityTypeBuilder<IdentityUserRole<Guid>> table) => table.ToTable("user_roles");

    public void Configure(EntityTypeBuilder<IdentityUserClaim<Guid>> table) => table.ToTable("user_claims");

    public void Configure(EntityTypeBuilder<IdentityUserLogin<Guid>> table)
    {
        table.ToTable("user_logins");
        table.Property(login => login.LoginProvider).HasMaxLength(128);
        table.Property(login => login.ProviderKey).HasMaxLength(128);
    }

    public void Configure(EntityTypeBuilder<IdentityUserToken<Guid>> table)
    {
        table.ToTable("user_tokens");
        table.Property(token => token.LoginProvider).HasMaxLength(128);
        table.Property(token => token.Name).HasMaxLength(128);
    }

    public void Configure(EntityTypeBuilder<IdentityRoleClaim<Guid>> table) => table.ToTable("role_claims");

    public void Configure(EntityTypeBuilder<IdentityUserPasskey<Guid>> table)
    {
        table.ToTable("user_passkeys", t => t.HasComment(
            """
            Passkeys, as ASP.NET Core Identity keeps them.
            data: IdentityPasskeyData { PublicKey, Name, CreatedAt, SignCount, Transports, … }
            """));
        table.HasKey(passkey => passkey.CredentialId);
        table.Property(passkey => passkey.CredentialId).HasMaxLength(1024);
        table.HasOne<AppUser>().WithMany().HasForeignKey(passkey => passkey.UserId).OnDelete(DeleteBehavior.Cascade);
        table.OwnsOne(passkey => passkey.Data).ToJson();
    }
}

internal sealed class SubscriptionsTable : IEntityTypeConfiguration<Subscription>
{
    public void Configure(EntityTypeBuilder<Subscription> table)
    {
        table.ToTable("subscriptions");
        table.Property(row => row.Id).FilledWhenUnset("gen_random_uuid()");
        table.HasOne<AppUser>().WithMany().HasForeignKey(row => row.UserId).OnDelete(DeleteBehavior.Cascade);
        table.HasWord(row => row.Tier, "tier", 20).DefaultInSql("'free'");
        table.HasOne<SubscriptionTier>().WithMany().HasForeignKey(row => row.Tier).OnDelete(DeleteBehavior.Restrict);
        table.HasWord(row => row.Status, "status", 20).DefaultInSql("'active'");
        table.Property(row => row.StatusChangedAt).WrittenByDatabase();
        table.Property(row => row.Provider).HasMaxLength(50);
        table.Property(row => row.ProviderCustomerId).HasMaxLength(100);
        table.Property(row => row.ProviderSubscriptionId).HasMaxLength(100);
        table.Property(row => row.CreatedAt).FilledWhenUnset(Columns.Now);
        table.Property(row => row.UpdatedAt).WrittenByDatabase();

        table.HasIndex(row => new { row.UserId, row.CreatedAt }, "idx_subscriptions_user").IsDescending(false, true);
        table.HasIndex(row => row.Status, "idx_subscriptions_status");
        table.HasIndex(row => new { row.Provider, row.ProviderSubscriptionId }, "idx_subscriptions_provider").IsUnique()
            .HasFilter("provider_subscription_id IS NOT NULL");
    }
}

internal sealed class SubscriptionTiersTable : IEntityTypeConfiguration<SubscriptionTier>
{
    public void Configure(EntityTypeBuilder<SubscriptionTier> table)
    {
        table.ToTable("subscription_tiers");
        table.HasKey(row => row.Tier);
        table.HasWord(row => row.Tier, "tier", 20);
        table.Property(row => row.ForcedWatermark).HasMaxLength(100);
        table.Property(row => row.JobPriority).DefaultInSql("5");
        table.Property(row => row.Platforms).DefaultInSql("'{}'");
        table.Property(row => row.CreatedAt).FilledWhenUnset(Columns.Now);
        table.Property(row => row.UpdatedAt).WrittenByDatabase();
    }
}

internal sealed class ApiKeysTable : IEntityTypeConfiguration<ApiKey>
{
    public void Configure(EntityTypeBuilder<ApiKey> table)
    {
        table.ToTable("api_keys");
        table.HasQueryFilter(key => key.DeletedAt == null);
        table.Property(key => key.Id).FilledWhenUnset("gen_random_uuid()");
        table.HasOne<AppUser>().WithMany().HasForeignKey(key => key.UserId).OnDelete(DeleteBehavior.Cascade);
        table.Property(key => key.KeyHash).HasMaxLength(255);
        table.Property(key => key.KeyPrefix).HasMaxLength(10);
        table.Property(key => key.Name).HasMaxLength(100);
        table.Property(key => key.Scopes).DefaultInSql("ARRAY['read', 'write']");
        table.Property(key => key.IsActive).DefaultInSql("true");
        table.Property(key => key.UsageCount).DefaultInSql("0");
        table.Property(key => key.RateLimit).DefaultInSql("1000");
        table.Property(key => key.RateLimitWindow).DefaultInSql("3600000");
        table.Property(key => key.CreatedAt).FilledWhenUnset(Columns.Now);
        table.Property(key => key.UpdatedAt).WrittenByDatabase();

        table.HasIndex(key => key.KeyHash, "api_keys_key_hash_key").IsUnique();
        table.HasIndex(key => new { key.UserId, key.IsActive }, "idx_api_keys_user");
        table.HasIndex(key => key.KeyHash, "idx_api_keys_hash").HasFilter("is_active = true");
        table.HasIndex(key => key.KeyPrefix, "idx_api_keys_prefix");
    }
}
