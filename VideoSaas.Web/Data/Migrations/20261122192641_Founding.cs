using System;
using System.Net;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace VideoSaas.Web.Data.Migrations
{
    /// <inheritdoc />
    public partial class Founding : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AlterDatabase()
                .Annotation("Npgsql:PostgresExtension:pg_trgm", ",,");

            migrationBuilder.SqlFile("000_search_text.sql");

            migrationBuilder.CreateTable(
                name: "data_protection_keys",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    friendly_name = table.Column<string>(type: "text", nullable: true),
                    xml = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_data_protection_keys", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "roles",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false, defaultValueSql: "gen_random_uuid()"),
                    name = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: true),
                    normalized_name = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: true),
                    concurrency_stamp = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_roles", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "sandbox_documents",
                columns: table => new
                {
                    twin = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    kind = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: false),
                    key = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    body = table.Column<string>(type: "jsonb", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false, defaultValueSql: "0"),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "now()"),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "now()")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_sandbox_documents", x => new { x.twin, x.kind, x.key });
                },
                comment: "State of the sandbox twins.\nbody: the twin's own structure for that kind");

            migrationBuilder.CreateTable(
                name: "subscription_tiers",
                columns: table => new
                {
                    tier = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    monthly_videos = table.Column<int>(type: "integer", nullable: false),
                    max_file_size_bytes = table.Column<long>(type: "bigint", nullable: false),
                    max_duration_seconds = table.Column<int>(type: "integer", nullable: false),
                    max_resolution = table.Column<int>(type: "integer", nullable: false),
                    storage_bytes = table.Column<long>(type: "bigint", nullable: false),
                    parallel_jobs = table.Column<int>(type: "integer", nullable: false),
                    job_priority = table.Column<int>(type: "integer", nullable: false, defaultValueSql: "5"),
                    platforms = table.Column<string[]>(type: "text[]", nullable: false, defaultValueSql: "'{}'"),
                    api_requests_per_hour = table.Column<int>(type: "integer", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "now()"),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "now()")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_subscription_tiers", x => x.tier);
                    table.CheckConstraint("ck_subscription_tiers_tier", "tier IN ('free', 'pro', 'business', 'enterprise')");
                });

            migrationBuilder.CreateTable(
                name: "role_claims",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    role_id = table.Column<Guid>(type: "uuid", nullable: false),
                    claim_type = table.Column<string>(type: "text", nullable: true),
                    claim_value = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_role_claims", x => x.id);
                    table.ForeignKey(
                        name: "fk_role_claims_roles_role_id",
                        column: x => x.role_id,
                        principalTable: "roles",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "users",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false, defaultValueSql: "gen_random_uuid()"),
                    subscription_tier = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false, defaultValueSql: "'free'"),
                    monthly_quota = table.Column<int>(type: "integer", nullable: false, defaultValueSql: "30"),
                    current_usage = table.Column<int>(type: "integer", nullable: false, defaultValueSql: "0"),
                    quota_reset_date = table.Column<DateOnly>(type: "date", nullable: false, defaultValueSql: "(CURRENT_DATE + INTERVAL '1 month')"),
                    status = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false, defaultValueSql: "'active'"),
                    status_changed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "now()"),
                    trial_ends_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    subscription_id = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    last_login_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    metadata = table.Column<string>(type: "jsonb", nullable: false, defaultValueSql: "'{}'"),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "now()"),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "now()"),
                    deleted_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    username = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    normalized_user_name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    email = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    normalized_email = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: true),
                    email_confirmed = table.Column<bool>(type: "boolean", nullable: false, defaultValueSql: "false"),
                    password_hash = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    security_stamp = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true, defaultValueSql: "gen_random_uuid()::text"),
                    concurrency_stamp = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true, defaultValueSql: "gen_random_uuid()::text"),
                    phone_number = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    phone_number_confirmed = table.Column<bool>(type: "boolean", nullable: false, defaultValueSql: "false"),
                    two_factor_enabled = table.Column<bool>(type: "boolean", nullable: false, defaultValueSql: "false"),
                    lockout_end = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    lockout_enabled = table.Column<bool>(type: "boolean", nullable: false, defaultValueSql: "true"),
                    access_failed_count = table.Column<int>(type: "integer", nullable: false, defaultValueSql: "0")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_users", x => x.id);
                    table.CheckConstraint("ck_users_status", "status IN ('trial', 'active', 'suspended', 'cancelled')");
                    table.CheckConstraint("ck_users_subscription_tier", "subscription_tier IN ('free', 'pro', 'business', 'enterprise')");
                    table.ForeignKey(
                        name: "fk_users_subscription_tiers_subscription_tier",
                        column: x => x.subscription_tier,
                        principalTable: "subscription_tiers",
                        principalColumn: "tier",
                        onDelete: ReferentialAction.Restrict);
                },
                comment: "People. Soft-deleted ones keep their address until they are purged.\nmetadata: UserPreferences { display_name, language, time_zone, theme }");

            migrationBuilder.CreateTable(
                name: "api_keys",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false, defaultValueSql: "gen_random_uuid()"),
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    key_hash = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    key_prefix = table.Column<string>(type: "character varying(10)", maxLength: 10, nullable: false),
                    name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    scopes = table.Column<string[]>(type: "text[]", nullable: false, defaultValueSql: "ARRAY['read', 'write']"),
                    is_active = table.Column<bool>(type: "boolean", nullable: false, defaultValueSql: "true"),
                    last_used_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    usage_count = table.Column<int>(type: "integer", nullable: false, defaultValueSql: "0"),
                    rate_limit = table.Column<int>(type: "integer", nullable: false, defaultValueSql: "1000"),
                    rate_limit_window = table.Column<int>(type: "integer", nullable: false, defaultValueSql: "3600000"),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "now()"),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "now()"),
                    deleted_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_api_keys", x => x.id);
                    table.ForeignKey(
                        name: "fk_api_keys_users_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "live_events",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityAlwaysColumn),
                    owner_id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    resource = table.Column<Guid>(type: "uuid", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "now()")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_live_events", x => x.id);
                    table.CheckConstraint("ck_live_events_kind", "kind IN ('user', 'video', 'job', 'post', 'upload', 'account')");
                    table.ForeignKey(
                        name: "fk_live_events_users_owner_id",
                        column: x => x.owner_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "platform_accounts",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false, defaultValueSql: "gen_random_uuid()"),
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    platform = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    external_id = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    username = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    display_name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    access_token_protected = table.Column<string>(type: "text", nullable: false),
                    refresh_token_protected = table.Column<string>(type: "text", nullable: true),
                    scopes = table.Column<string[]>(type: "text[]", nullable: false, defaultValueSql: "'{}'"),
                    token_expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    health = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false, defaultValueSql: "'connected'"),
                    status_changed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "now()"),
                    details = table.Column<string>(type: "jsonb", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "now()"),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "now()"),
                    deleted_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_platform_accounts", x => x.id);
                    table.CheckConstraint("ck_platform_accounts_health", "health IN ('connected', 'expiring', 'needs_reauth', 'revoked')");
                    table.CheckConstraint("ck_platform_accounts_platform", "platform IN ('instagram', 'tiktok', 'youtube', 'facebook', 'twitter')");
                    table.ForeignKey(
                        name: "fk_platform_accounts_users_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                },
                comment: "Connected accounts; tokens are ciphertext of ASP.NET Data Protection.\ndetails: what else the platform needs, such as the page's id");

            migrationBuilder.CreateTable(
                name: "subscriptions",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false, defaultValueSql: "gen_random_uuid()"),
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    tier = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false, defaultValueSql: "'free'"),
                    status = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false, defaultValueSql: "'active'"),
                    status_changed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "now()"),
                    provider = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: true),
                    provider_customer_id = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    provider_subscription_id = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    current_period_start = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    current_period_end = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    cancel_at_period_end_since = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "now()"),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "now()")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_subscriptions", x => x.id);
                    table.CheckConstraint("ck_subscriptions_status", "status IN ('trialing', 'active', 'past_due', 'cancelled')");
                    table.CheckConstraint("ck_subscriptions_tier", "tier IN ('free', 'pro', 'business', 'enterprise')");
                    table.ForeignKey(
                        name: "fk_subscriptions_subscription_tiers_tier",
                        column: x => x.tier,
                        principalTable: "subscription_tiers",
                        principalColumn: "tier",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_subscriptions_users_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "user_claims",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    claim_type = table.Column<string>(type: "text", nullable: true),
                    claim_value = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_user_claims", x => x.id);
                    table.ForeignKey(
                        name: "fk_user_claims_users_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "user_logins",
                columns: table => new
                {
                    login_provider = table.Column<string>(type: "character varying(128)", maxLength: 128, nullable: false),
                    provider_key = table.Column<string>(type: "character varying(128)", maxLength: 128, nullable: false),
                    provider_display_name = table.Column<string>(type: "text", nullable: true),
                    user_id = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_user_logins", x => new { x.login_provider, x.provider_key });
                    table.ForeignKey(
                        name: "fk_user_logins_users_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "user_passkeys",
                columns: table => new
                {
                    credential_id = table.Column<byte[]>(type: "bytea", maxLength: 1024, nullable: false),
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    data = table.Column<string>(type: "jsonb", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_user_passkeys", x => x.credential_id);
                    table.ForeignKey(
                        name: "fk_user_passkeys_users_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                },
                comment: "Passkeys, as ASP.NET Core Identity keeps them.\ndata: IdentityPasskeyData { PublicKey, Name, CreatedAt, SignCount, Transports, … }");

            migrationBuilder.CreateTable(
                name: "user_roles",
                columns: table => new
                {
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    role_id = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_user_roles", x => new { x.user_id, x.role_id });
                    table.ForeignKey(
                        name: "fk_user_roles_roles_role_id",
                        column: x => x.role_id,
                        principalTable: "roles",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_user_roles_users_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "user_tokens",
                columns: table => new
                {
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    login_provider = table.Column<string>(type: "character varying(128)", maxLength: 128, nullable: false),
                    name = table.Column<string>(type: "character varying(128)", maxLength: 128, nullable: false),
                    value = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_user_tokens", x => new { x.user_id, x.login_provider, x.name });
                    table.ForeignKey(
                        name: "fk_user_tokens_users_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "videos",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false, defaultValueSql: "gen_random_uuid()"),
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    original_filename = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    original_url = table.Column<string>(type: "text", nullable: false),
                    original_size = table.Column<long>(type: "bigint", nullable: false),
                    original_format = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: true),
                    processed_url = table.Column<string>(type: "text", nullable: true),
                    thumbnail_url = table.Column<string>(type: "text", nullable: true),
                    preview_url = table.Column<string>(type: "text", nullable: true),
                    duration = table.Column<int>(type: "integer", nullable: false),
                    width = table.Column<int>(type: "integer", nullable: true),
                    height = table.Column<int>(type: "integer", nullable: true),
                    aspect_ratio = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: true),
                    fps = table.Column<int>(type: "integer", nullable: true),
                    bitrate = table.Column<int>(type: "integer", nullable: true),
                    has_audio = table.Column<bool>(type: "boolean", nullable: true, defaultValueSql: "true"),
                    audio_codec = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: true),
                    video_codec = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: true),
                    color_space = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: true),
                    processing_status = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: false, defaultValueSql: "'pending'"),
                    status_changed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "now()"),
                    processing_started_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    processing_completed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    processing_error_message = table.Column<string>(type: "text", nullable: true),
                    processing_error_details = table.Column<string>(type: "jsonb", nullable: true),
                    sync_status = table.Column<string>(type: "jsonb", nullable: true, defaultValueSql: "'{}'"),
                    last_sync_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    caption = table.Column<string>(type: "text", nullable: true),
                    hashtags = table.Column<string[]>(type: "text[]", nullable: true),
                    mentions = table.Column<string[]>(type: "text[]", nullable: true),
                    source_video_id = table.Column<Guid>(type: "uuid", nullable: true),
                    asset_set = table.Column<int>(type: "integer", nullable: false, defaultValueSql: "1"),
                    content_version = table.Column<int>(type: "integer", nullable: false, defaultValueSql: "0"),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "now()"),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "now()"),
                    deleted_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    search_text = table.Column<string>(type: "text", nullable: true, computedColumnSql: "video_search_text(original_filename, caption, hashtags)", stored: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_videos", x => x.id);
                    table.CheckConstraint("ck_videos_processing_status", "processing_status IN ('pending', 'downloading', 'processing', 'compressing', 'uploading', 'ready', 'failed')");
                    table.ForeignKey(
                        name: "fk_videos_users_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_videos_videos_source_video_id",
                        column: x => x.source_video_id,
                        principalTable: "videos",
                        principalColumn: "id",
                        onDelete: ReferentialAction.SetNull);
                },
                comment: "The master record of a clip.\nprocessing_error_details: ProcessingErrorDetails { code, arguments, job_id, last_lines }\nsync_status: platform word → the word of its post; only platforms that have a post; written by a trigger alone");

            migrationBuilder.CreateTable(
                name: "platform_posts",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false, defaultValueSql: "gen_random_uuid()"),
                    video_id = table.Column<Guid>(type: "uuid", nullable: false),
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    platform = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    platform_account_id = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    connected_account_id = table.Column<Guid>(type: "uuid", nullable: true),
                    caption = table.Column<string>(type: "text", nullable: true),
                    hashtags = table.Column<string[]>(type: "text[]", nullable: true),
                    mentions = table.Column<string[]>(type: "text[]", nullable: true),
                    upload_status = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: false, defaultValueSql: "'pending'"),
                    status_changed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "now()"),
                    upload_progress = table.Column<int>(type: "integer", nullable: false, defaultValueSql: "0"),
                    platform_post_id = table.Column<string>(type: "text", nullable: true),
                    platform_post_url = table.Column<string>(type: "text", nullable: true),
                    platform_short_code = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    api_response = table.Column<string>(type: "jsonb", nullable: true),
                    error_code = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: true),
                    error_message = table.Column<string>(type: "text", nullable: true),
                    error_details = table.Column<string>(type: "jsonb", nullable: true),
                    retry_count = table.Column<int>(type: "integer", nullable: false, defaultValueSql: "0"),
                    max_retries = table.Column<int>(type: "integer", nullable: false, defaultValueSql: "3"),
                    last_retry_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    scheduled_for = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    submitted_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    commit_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    posted_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    hold_code = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: true),
                    arming = table.Column<int>(type: "integer", nullable: false, defaultValueSql: "0"),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "now()"),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "now()")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_platform_posts", x => x.id);
                    table.CheckConstraint("ck_platform_posts_hold_code", "hold_code IN ('reconnect', 'quota', 'shutdown')");
                    table.CheckConstraint("ck_platform_posts_platform", "platform IN ('instagram', 'tiktok', 'youtube', 'facebook', 'twitter')");
                    table.CheckConstraint("ck_platform_posts_upload_status", "upload_status IN ('pending', 'preparing', 'uploading', 'checking', 'published', 'failed', 'cancelled')");
                    table.ForeignKey(
                        name: "fk_platform_posts_platform_accounts_connected_account_id",
                        column: x => x.connected_account_id,
                        principalTable: "platform_accounts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.SetNull);
                    table.ForeignKey(
                        name: "fk_platform_posts_users_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_platform_posts_videos_video_id",
                        column: x => x.video_id,
                        principalTable: "videos",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                },
                comment: "One clip on one platform.\napi_response: { full_response, headers without secrets, status_code } of the last answer that mattered\nerror_details: the platform's { class, code, subcode, trace_id }");

            migrationBuilder.CreateTable(
                name: "processing_jobs",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false, defaultValueSql: "gen_random_uuid()"),
                    video_id = table.Column<Guid>(type: "uuid", nullable: false),
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    job_type = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: false),
                    kind = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false, defaultValueSql: "'light'"),
                    priority = table.Column<int>(type: "integer", nullable: false, defaultValueSql: "5"),
                    scheduled_for = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "now()"),
                    status = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: false, defaultValueSql: "'queued'"),
                    status_changed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "now()"),
                    attempts = table.Column<int>(type: "integer", nullable: false, defaultValueSql: "0"),
                    max_attempts = table.Column<int>(type: "integer", nullable: false, defaultValueSql: "3"),
                    worker_id = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    started_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    completed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    duration_ms = table.Column<int>(type: "integer", nullable: true),
                    job_data = table.Column<string>(type: "jsonb", nullable: false, defaultValueSql: "'{}'"),
                    result_data = table.Column<string>(type: "jsonb", nullable: true),
                    error_code = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: true),
                    error_message = table.Column<string>(type: "text", nullable: true),
                    error_stack = table.Column<string>(type: "text", nullable: true),
                    error_details = table.Column<string>(type: "jsonb", nullable: true),
                    backoff_until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    next_retry_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    depends_on_job_id = table.Column<Guid>(type: "uuid", nullable: true),
                    asset_set = table.Column<int>(type: "integer", nullable: false, defaultValueSql: "1"),
                    hangfire_job_id = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: true),
                    lease_token = table.Column<Guid>(type: "uuid", nullable: true),
                    lease_until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    progress_percent = table.Column<int>(type: "integer", nullable: true),
                    stage = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: true),
                    progress_details = table.Column<string>(type: "jsonb", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "now()"),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "now()")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_processing_jobs", x => x.id);
                    table.CheckConstraint("ck_processing_jobs_kind", "kind IN ('light', 'transcode', 'publish')");
                    table.CheckConstraint("ck_processing_jobs_status", "status IN ('queued', 'running', 'completed', 'failed', 'cancelled')");
                    table.ForeignKey(
                        name: "fk_processing_jobs_processing_jobs_depends_on_job_id",
                        column: x => x.depends_on_job_id,
                        principalTable: "processing_jobs",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_processing_jobs_users_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_processing_jobs_videos_video_id",
                        column: x => x.video_id,
                        principalTable: "videos",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                },
                comment: "The truth for long work on a video; Hangfire only carries it out.\njob_data: input of the handler of job_type; publish_post has { post_id }\nresult_data: what the handler's JobOutcome.Done carried\nerror_details: { last_lines, arguments } of the tool that failed\nprogress_details: JobProgressDetails { seconds_left, speed, done, total }");

            migrationBuilder.CreateTable(
                name: "uploads",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false, defaultValueSql: "gen_random_uuid()"),
                    token = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    status = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false, defaultValueSql: "'receiving'"),
                    status_changed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "now()"),
                    length_bytes = table.Column<long>(type: "bigint", nullable: false),
                    offset_bytes = table.Column<long>(type: "bigint", nullable: false, defaultValueSql: "0"),
                    metadata_header = table.Column<string>(type: "text", nullable: true),
                    filename = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    storage_key = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    quota_unit = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false, defaultValueSql: "'reserved'"),
                    quota_period = table.Column<DateOnly>(type: "date", nullable: false),
                    lease_token = table.Column<Guid>(type: "uuid", nullable: true),
                    lease_until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    video_id = table.Column<Guid>(type: "uuid", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "now()"),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "now()")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_uploads", x => x.id);
                    table.CheckConstraint("ck_uploads_quota_unit", "quota_unit IN ('reserved', 'taken', 'returned')");
                    table.CheckConstraint("ck_uploads_status", "status IN ('receiving', 'completed', 'terminated', 'expired')");
                    table.ForeignKey(
                        name: "fk_uploads_users_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_uploads_videos_video_id",
                        column: x => x.video_id,
                        principalTable: "videos",
                        principalColumn: "id",
                        onDelete: ReferentialAction.SetNull);
                });

            migrationBuilder.CreateTable(
                name: "video_assets",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false, defaultValueSql: "gen_random_uuid()"),
                    video_id = table.Column<Guid>(type: "uuid", nullable: false),
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    asset_set = table.Column<int>(type: "integer", nullable: false),
                    storage_key = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    content_type = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    size_bytes = table.Column<long>(type: "bigint", nullable: false),
                    sha256 = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true),
                    width = table.Column<int>(type: "integer", nullable: true),
                    height = table.Column<int>(type: "integer", nullable: true),
                    duration_ms = table.Column<long>(type: "bigint", nullable: true),
                    spec = table.Column<string>(type: "jsonb", nullable: true),
                    platforms = table.Column<string[]>(type: "text[]", nullable: false, defaultValueSql: "'{}'"),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "now()")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_video_assets", x => x.id);
                    table.CheckConstraint("ck_video_assets_kind", "kind IN ('source', 'rendition', 'thumbnail', 'preview', 'captions')");
                    table.ForeignKey(
                        name: "fk_video_assets_users_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_video_assets_videos_video_id",
                        column: x => x.video_id,
                        principalTable: "videos",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                },
                comment: "Every stored file of a video.\nspec: the encode spec that made the file; null for a source");

            migrationBuilder.CreateTable(
                name: "video_metadata",
                columns: table => new
                {
                    video_id = table.Column<Guid>(type: "uuid", nullable: false),
                    frame_rate_numerator = table.Column<int>(type: "integer", nullable: true),
                    frame_rate_denominator = table.Column<int>(type: "integer", nullable: true),
                    duration_ms = table.Column<long>(type: "bigint", nullable: true),
                    rotation_degrees = table.Column<int>(type: "integer", nullable: true),
                    pixel_format = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: true),
                    hdr_transfer = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: true),
                    color_primaries = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: true),
                    audio_channels = table.Column<int>(type: "integer", nullable: true),
                    audio_sample_rate_hz = table.Column<int>(type: "integer", nullable: true),
                    loudness_lufs = table.Column<double>(type: "double precision", nullable: true),
                    container_tags = table.Column<string>(type: "jsonb", nullable: true),
                    source_sha256 = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true),
                    ffprobe = table.Column<string>(type: "jsonb", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "now()"),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "now()")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_video_metadata", x => x.video_id);
                    table.ForeignKey(
                        name: "fk_video_metadata_videos_video_id",
                        column: x => x.video_id,
                        principalTable: "videos",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                },
                comment: "Exact facts of a video's source, one row a video.\ncontainer_tags: tag → value, as the container has them\nffprobe: the whole document of ffprobe -show_format -show_streams");

            migrationBuilder.CreateTable(
                name: "publish_attempts",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false, defaultValueSql: "gen_random_uuid()"),
                    post_id = table.Column<Guid>(type: "uuid", nullable: false),
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    arming = table.Column<int>(type: "integer", nullable: false),
                    step = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: false),
                    remote_handles = table.Column<string>(type: "jsonb", nullable: true),
                    intent_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    intent_lease = table.Column<Guid>(type: "uuid", nullable: true),
                    last_request = table.Column<string>(type: "jsonb", nullable: true),
                    last_answer = table.Column<string>(type: "jsonb", nullable: true),
                    outcome = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: true),
                    resolved_by = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    resolved_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "now()"),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "now()")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_publish_attempts", x => x.id);
                    table.CheckConstraint("ck_publish_attempts_outcome", "outcome IN ('committed', 'not_committed', 'unknown')");
                    table.ForeignKey(
                        name: "fk_publish_attempts_platform_posts_post_id",
                        column: x => x.post_id,
                        principalTable: "platform_posts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_publish_attempts_users_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                },
                comment: "What one arming of a post has sent to its platform.\nremote_handles: what the platform calls its side, such as { container_id, upload_uri }; stored before it is used\nlast_request: { method, path, fields } without secrets\nlast_answer: { status_code, body } without secrets");

            migrationBuilder.CreateTable(
                name: "processing_job_attempts",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false, defaultValueSql: "gen_random_uuid()"),
                    job_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    worker_id = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    started_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    ended_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    outcome = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: true),
                    error_code = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: true),
                    error_message = table.Column<string>(type: "text", nullable: true),
                    last_lines = table.Column<string[]>(type: "text[]", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "now()")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_processing_job_attempts", x => x.id);
                    table.CheckConstraint("ck_processing_job_attempts_outcome", "outcome IN ('completed', 'failed', 'snoozed', 'cancelled', 'lost')");
                    table.ForeignKey(
                        name: "fk_processing_job_attempts_processing_jobs_job_id",
                        column: x => x.job_id,
                        principalTable: "processing_jobs",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.SqlFile("001_partitions.sql");

            migrationBuilder.CreateIndex(
                name: "api_keys_key_hash_key",
                table: "api_keys",
                column: "key_hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "idx_api_keys_hash",
                table: "api_keys",
                column: "key_hash",
                filter: "is_active = true");

            migrationBuilder.CreateIndex(
                name: "idx_api_keys_prefix",
                table: "api_keys",
                column: "key_prefix");

            migrationBuilder.CreateIndex(
                name: "idx_api_keys_user",
                table: "api_keys",
                columns: new[] { "user_id", "is_active" });

            migrationBuilder.CreateIndex(
                name: "idx_audit_logs_action",
                table: "audit_logs",
                columns: new[] { "action", "created_at" },
                descending: new[] { false, true });

            migrationBuilder.CreateIndex(
                name: "idx_audit_logs_actor",
                table: "audit_logs",
                columns: new[] { "actor_type", "actor_id", "created_at" },
                descending: new[] { false, false, true });

            migrationBuilder.CreateIndex(
                name: "idx_audit_logs_resource",
                table: "audit_logs",
                columns: new[] { "resource_type", "resource_id", "created_at" },
                descending: new[] { false, false, true });

            migrationBuilder.CreateIndex(
                name: "idx_audit_logs_user_time",
                table: "audit_logs",
                columns: new[] { "user_id", "created_at" },
                descending: new[] { false, true });

            migrationBuilder.CreateIndex(
                name: "idx_live_events_created",
                table: "live_events",
                column: "created_at");

            migrationBuilder.CreateIndex(
                name: "idx_live_events_owner",
                table: "live_events",
                column: "owner_id");

            migrationBuilder.CreateIndex(
                name: "idx_platform_accounts_health",
                table: "platform_accounts",
                columns: new[] { "health", "token_expires_at" });

            migrationBuilder.CreateIndex(
                name: "idx_platform_accounts_unique",
                table: "platform_accounts",
                columns: new[] { "user_id", "platform", "external_id" },
                unique: true,
                filter: "deleted_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "idx_platform_accounts_user",
                table: "platform_accounts",
                column: "user_id");

            migrationBuilder.CreateIndex(
                name: "idx_platform_posts_commit",
                table: "platform_posts",
                column: "commit_at",
                filter: "upload_status = 'checking' AND commit_at IS NOT NULL AND hold_code IS NULL");

            migrationBuilder.CreateIndex(
                name: "idx_platform_posts_connected_account",
                table: "platform_posts",
                column: "connected_account_id");

            migrationBuilder.CreateIndex(
                name: "idx_platform_posts_retry",
                table: "platform_posts",
                columns: new[] { "upload_status", "retry_count" },
                filter: "upload_status = 'failed' AND retry_count < max_retries");

            migrationBuilder.CreateIndex(
                name: "idx_platform_posts_retry_queue",
                table: "platform_posts",
                columns: new[] { "platform", "upload_status", "retry_count" },
                filter: "upload_status = 'failed' AND retry_count < max_retries");

            migrationBuilder.CreateIndex(
                name: "idx_platform_posts_scheduled",
                table: "platform_posts",
                column: "scheduled_for",
                filter: "upload_status = 'pending' AND scheduled_for IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "idx_platform_posts_status",
                table: "platform_posts",
                columns: new[] { "upload_status", "platform" });

            migrationBuilder.CreateIndex(
                name: "idx_platform_posts_unique",
                table: "platform_posts",
                columns: new[] { "video_id", "platform" },
                unique: true,
                filter: "upload_status NOT IN ('failed', 'cancelled')");

            migrationBuilder.CreateIndex(
                name: "idx_platform_posts_user",
                table: "platform_posts",
                columns: new[] { "user_id", "created_at" },
                descending: new[] { false, true });

            migrationBuilder.CreateIndex(
                name: "idx_platform_posts_video",
                table: "platform_posts",
                column: "video_id");

            migrationBuilder.CreateIndex(
                name: "platform_posts_video_id_platform_key",
                table: "platform_posts",
                columns: new[] { "video_id", "platform" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "idx_post_analytics_post",
                table: "post_analytics",
                columns: new[] { "post_id", "fetched_at" },
                unique: true,
                descending: new[] { false, true });

            migrationBuilder.CreateIndex(
                name: "idx_post_analytics_user",
                table: "post_analytics",
                columns: new[] { "user_id", "fetched_at" },
                descending: new[] { false, true });

            migrationBuilder.CreateIndex(
                name: "idx_processing_job_attempts_job",
                table: "processing_job_attempts",
                columns: new[] { "job_id", "started_at" });

            migrationBuilder.CreateIndex(
                name: "idx_processing_jobs_dependencies",
                table: "processing_jobs",
                columns: new[] { "depends_on_job_id", "status" },
                filter: "depends_on_job_id IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "idx_processing_jobs_hangfire",
                table: "processing_jobs",
                column: "hangfire_job_id",
                filter: "hangfire_job_id IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "idx_processing_jobs_kind",
                table: "processing_jobs",
                columns: new[] { "kind", "priority", "scheduled_for" },
                filter: "status = 'queued'");

            migrationBuilder.CreateIndex(
                name: "idx_processing_jobs_ready",
                table: "processing_jobs",
                columns: new[] { "status", "priority", "scheduled_for" },
                filter: "status = 'queued'");

            migrationBuilder.CreateIndex(
                name: "idx_processing_jobs_retry",
                table: "processing_jobs",
                columns: new[] { "status", "backoff_until" },
                filter: "status = 'failed' AND backoff_until IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "idx_processing_jobs_running",
                table: "processing_jobs",
                columns: new[] { "worker_id", "started_at" },
                filter: "status = 'running'");

            migrationBuilder.CreateIndex(
                name: "idx_processing_jobs_user",
                table: "processing_jobs",
                column: "user_id");

            migrationBuilder.CreateIndex(
                name: "idx_processing_jobs_video",
                table: "processing_jobs",
                columns: new[] { "video_id", "status" });

            migrationBuilder.CreateIndex(
                name: "idx_publish_attempts_user",
                table: "publish_attempts",
                column: "user_id");

            migrationBuilder.CreateIndex(
                name: "publish_attempts_post_id_arming_key",
                table: "publish_attempts",
                columns: new[] { "post_id", "arming" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_role_claims_role_id",
                table: "role_claims",
                column: "role_id");

            migrationBuilder.CreateIndex(
                name: "idx_roles_normalized_name",
                table: "roles",
                column: "normalized_name",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "idx_subscriptions_provider",
                table: "subscriptions",
                columns: new[] { "provider", "provider_subscription_id" },
                unique: true,
                filter: "provider_subscription_id IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "idx_subscriptions_status",
                table: "subscriptions",
                column: "status");

            migrationBuilder.CreateIndex(
                name: "idx_subscriptions_user",
                table: "subscriptions",
                columns: new[] { "user_id", "created_at" },
                descending: new[] { false, true });

            migrationBuilder.CreateIndex(
                name: "ix_subscriptions_tier",
                table: "subscriptions",
                column: "tier");

            migrationBuilder.CreateIndex(
                name: "idx_uploads_status",
                table: "uploads",
                columns: new[] { "status", "expires_at" });

            migrationBuilder.CreateIndex(
                name: "idx_uploads_user",
                table: "uploads",
                columns: new[] { "user_id", "created_at" },
                descending: new[] { false, true });

            migrationBuilder.CreateIndex(
                name: "idx_uploads_video",
                table: "uploads",
                column: "video_id");

            migrationBuilder.CreateIndex(
                name: "uploads_token_key",
                table: "uploads",
                column: "token",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_user_claims_user_id",
                table: "user_claims",
                column: "user_id");

            migrationBuilder.CreateIndex(
                name: "ix_user_logins_user_id",
                table: "user_logins",
                column: "user_id");

            migrationBuilder.CreateIndex(
                name: "ix_user_passkeys_user_id",
                table: "user_passkeys",
                column: "user_id");

            migrationBuilder.CreateIndex(
                name: "ix_user_roles_role_id",
                table: "user_roles",
                column: "role_id");

            migrationBuilder.CreateIndex(
                name: "idx_users_email",
                table: "users",
                column: "email");

            migrationBuilder.CreateIndex(
                name: "idx_users_normalized_email",
                table: "users",
                column: "normalized_email",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "idx_users_normalized_user_name",
                table: "users",
                column: "normalized_user_name",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "idx_users_status",
                table: "users",
                column: "status");

            migrationBuilder.CreateIndex(
                name: "idx_users_subscription",
                table: "users",
                column: "subscription_tier");

            migrationBuilder.CreateIndex(
                name: "idx_users_trial",
                table: "users",
                column: "trial_ends_at",
                filter: "trial_ends_at IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "users_email_key",
                table: "users",
                column: "email",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "users_username_key",
                table: "users",
                column: "username",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "idx_video_analytics_platform",
                table: "video_analytics",
                columns: new[] { "platform", "fetched_at" },
                descending: new[] { false, true });

            migrationBuilder.CreateIndex(
                name: "idx_video_analytics_user",
                table: "video_analytics",
                columns: new[] { "user_id", "fetched_at" },
                descending: new[] { false, true });

            migrationBuilder.CreateIndex(
                name: "idx_video_analytics_video",
                table: "video_analytics",
                columns: new[] { "video_id", "fetched_at" },
                descending: new[] { false, true });

            migrationBuilder.CreateIndex(
                name: "idx_video_assets_storage_key",
                table: "video_assets",
                column: "storage_key");

            migrationBuilder.CreateIndex(
                name: "idx_video_assets_unique",
                table: "video_assets",
                columns: new[] { "video_id", "asset_set", "kind", "storage_key" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "idx_video_assets_user",
                table: "video_assets",
                column: "user_id");

            migrationBuilder.CreateIndex(
                name: "idx_video_metadata_sha256",
                table: "video_metadata",
                column: "source_sha256");

            migrationBuilder.CreateIndex(
                name: "idx_videos_deleted",
                table: "videos",
                column: "deleted_at",
                filter: "deleted_at IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "idx_videos_processing",
                table: "videos",
                column: "processing_started_at",
                filter: "processing_status = 'processing'");

            migrationBuilder.CreateIndex(
                name: "idx_videos_search_trgm",
                table: "videos",
                column: "search_text")
                .Annotation("Npgsql:IndexMethod", "gin")
                .Annotation("Npgsql:IndexOperators", new[] { "gin_trgm_ops" });

            migrationBuilder.CreateIndex(
                name: "idx_videos_status",
                table: "videos",
                column: "processing_status",
                filter: "processing_status != 'ready'");

            migrationBuilder.CreateIndex(
                name: "idx_videos_user_created",
                table: "videos",
                columns: new[] { "user_id", "created_at" },
                descending: new[] { false, true });

            migrationBuilder.CreateIndex(
                name: "ix_videos_source_video_id",
                table: "videos",
                column: "source_video_id");

            migrationBuilder.SqlFile("002_transitions.sql");
            migrationBuilder.SqlFile("003_timestamps.sql");
            migrationBuilder.SqlFile("004_audit.sql");
            migrationBuilder.SqlFile("005_sync_status.sql");
            migrationBuilder.SqlFile("006_live_events.sql");
            migrationBuilder.SqlFile("007_identity_defaults.sql");
            migrationBuilder.SqlFile("008_founding_constraints.sql");
            migrationBuilder.SqlFile("009_seeds.sql");
            migrationBuilder.SqlFile("010_make_months.sql");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.SqlFile("010_make_months_down.sql");
            migrationBuilder.SqlFile("007_identity_defaults_down.sql");
            migrationBuilder.SqlFile("006_live_events_down.sql");
            migrationBuilder.SqlFile("005_sync_status_down.sql");
            migrationBuilder.SqlFile("004_audit_down.sql");
            migrationBuilder.SqlFile("003_timestamps_down.sql");
            migrationBuilder.SqlFile("002_transitions_down.sql");

            migrationBuilder.DropTable(
                name: "api_keys");

            migrationBuilder.DropTable(
                name: "audit_logs");

            migrationBuilder.DropTable(
                name: "data_protection_keys");

            migrationBuilder.DropTable(
                name: "live_events");

            migrationBuilder.DropTable(
                name: "post_analytics");

            migrationBuilder.DropTable(
                name: "processing_job_attempts");

            migrationBuilder.DropTable(
                name: "publish_attempts");

            migrationBuilder.DropTable(
                name: "role_claims");

            migrationBuilder.DropTable(
                name: "sandbox_documents");

            migrationBuilder.DropTable(
                name: "subscriptions");

            migrationBuilder.DropTable(
                name: "uploads");

            migrationBuilder.DropTable(
                name: "user_claims");

            migrationBuilder.DropTable(
                name: "user_logins");

            migrationBuilder.DropTable(
                name: "user_passkeys");

            migrationBuilder.DropTable(
                name: "user_roles");

            migrationBuilder.DropTable(
                name: "user_tokens");

            migrationBuilder.DropTable(
                name: "video_analytics");

            migrationBuilder.DropTable(
                name: "video_assets");

            migrationBuilder.DropTable(
                name: "video_metadata");

            migrationBuilder.DropTable(
                name: "processing_jobs");

            migrationBuilder.DropTable(
                name: "platform_posts");

            migrationBuilder.DropTable(
                name: "roles");

            migrationBuilder.DropTable(
                name: "platform_accounts");

            migrationBuilder.DropTable(
                name: "videos");

            migrationBuilder.DropTable(
                name: "users");

            migrationBuilder.DropTable(
                name: "subscription_tiers");

            migrationBuilder.SqlFile("000_search_text_down.sql");
        }
    }
}
