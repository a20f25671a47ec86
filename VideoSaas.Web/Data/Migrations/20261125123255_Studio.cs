using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace VideoSaas.Web.Data.Migrations
{
    /// <inheritdoc />
    public partial class Studio : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropCheckConstraint(
                name: "ck_platform_posts_hold_code",
                table: "platform_posts");

            migrationBuilder.DropCheckConstraint(
                name: "ck_live_events_kind",
                table: "live_events");

            migrationBuilder.AlterTable(
                name: "users",
                comment: "People. Soft-deleted ones keep their address until they are purged.\nmetadata: UserPreferences { display_name, language, time_zone, theme, avatar, muted }",
                oldComment: "People. Soft-deleted ones keep their address until they are purged.\nmetadata: UserPreferences { display_name, language, time_zone, theme }");

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "delete_after",
                table: "users",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "paused_at",
                table: "platform_accounts",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "caption_templates",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false, defaultValueSql: "gen_random_uuid()"),
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    text = table.Column<string>(type: "text", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "now()"),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "now()")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_caption_templates", x => x.id);
                    table.ForeignKey(
                        name: "fk_caption_templates_users_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "data_exports",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false, defaultValueSql: "gen_random_uuid()"),
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    status = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false, defaultValueSql: "'queued'"),
                    status_changed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "now()"),
                    storage_key = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true),
                    size_bytes = table.Column<long>(type: "bigint", nullable: true),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    attempts = table.Column<int>(type: "integer", nullable: false, defaultValueSql: "0"),
                    lease_token = table.Column<Guid>(type: "uuid", nullable: true),
                    lease_until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    error_message = table.Column<string>(type: "text", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "now()"),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "now()")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_data_exports", x => x.id);
                    table.CheckConstraint("ck_data_exports_status", "status IN ('queued', 'running', 'ready', 'failed', 'expired')");
                    table.ForeignKey(
                        name: "fk_data_exports_users_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "hashtag_groups",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false, defaultValueSql: "gen_random_uuid()"),
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    hashtags = table.Column<string[]>(type: "text[]", nullable: false, defaultValueSql: "'{}'"),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "now()"),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "now()")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_hashtag_groups", x => x.id);
                    table.ForeignKey(
                        name: "fk_hashtag_groups_users_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "labels",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false, defaultValueSql: "gen_random_uuid()"),
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "now()")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_labels", x => x.id);
                    table.ForeignKey(
                        name: "fk_labels_users_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "notifications",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false, defaultValueSql: "gen_random_uuid()"),
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: false),
                    key = table.Column<string>(type: "character varying(150)", maxLength: 150, nullable: false),
                    resource_type = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    resource_id = table.Column<Guid>(type: "uuid", nullable: false),
                    facts = table.Column<string>(type: "jsonb", nullable: false, defaultValueSql: "'{}'"),
                    read_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    settled_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "now()")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_notifications", x => x.id);
                    table.CheckConstraint("ck_notifications_kind", "kind IN ('post_failed', 'post_unconfirmed', 'post_warning', 'channel_reconnect', 'quota_low', 'video_failed', 'weekly_digest')");
                    table.ForeignKey(
                        name: "fk_notifications_users_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                },
                comment: "What people were told in the app.\nfacts: NotificationFacts { code, platform, subject, arguments }");

            migrationBuilder.CreateTable(
                name: "user_sessions",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false, defaultValueSql: "gen_random_uuid()"),
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    sign_in = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    ip_address = table.Column<string>(type: "character varying(45)", maxLength: 45, nullable: true),
                    user_agent = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true),
                    last_seen_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "now()"),
                    ended_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "now()")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_user_sessions", x => x.id);
                    table.ForeignKey(
                        name: "fk_user_sessions_users_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "video_labels",
                columns: table => new
                {
                    video_id = table.Column<Guid>(type: "uuid", nullable: false),
                    label_id = table.Column<Guid>(type: "uuid", nullable: false),
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "now()")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_video_labels", x => new { x.video_id, x.label_id });
                    table.ForeignKey(
                        name: "fk_video_labels_labels_label_id",
                        column: x => x.label_id,
                        principalTable: "labels",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_video_labels_users_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_video_labels_videos_video_id",
                        column: x => x.video_id,
                        principalTable: "videos",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "letters",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false, defaultValueSql: "gen_random_uuid()"),
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    notification_id = table.Column<Guid>(type: "uuid", nullable: true),
                    kind = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: false),
                    key = table.Column<string>(type: "character varying(150)", maxLength: 150, nullable: false),
                    due_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    status = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false, defaultValueSql: "'waiting'"),
                    status_changed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "now()"),
                    attempts = table.Column<int>(type: "integer", nullable: false, defaultValueSql: "0"),
                    lease_token = table.Column<Guid>(type: "uuid", nullable: true),
                    lease_until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    last_error = table.Column<string>(type: "text", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "now()"),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "now()")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_letters", x => x.id);
                    table.CheckConstraint("ck_letters_kind", "kind IN ('post_failed', 'post_unconfirmed', 'post_warning', 'channel_reconnect', 'quota_low', 'video_failed', 'weekly_digest')");
                    table.CheckConstraint("ck_letters_status", "status IN ('waiting', 'sent', 'dropped', 'failed')");
                    table.ForeignKey(
                        name: "fk_letters_notifications_notification_id",
                        column: x => x.notification_id,
                        principalTable: "notifications",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_letters_users_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                },
                comment: "Mails that are to go out, and those that did.");

            migrationBuilder.CreateIndex(
                name: "idx_users_delete_after",
                table: "users",
                column: "delete_after",
                filter: "delete_after IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "idx_platform_posts_user_posted",
                table: "platform_posts",
                columns: new[] { "user_id", "posted_at" },
                filter: "posted_at IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "idx_platform_posts_user_scheduled",
                table: "platform_posts",
                columns: new[] { "user_id", "scheduled_for" });

            migrationBuilder.CreateIndex(
                name: "idx_platform_posts_user_status",
                table: "platform_posts",
                columns: new[] { "user_id", "upload_status" });

            migrationBuilder.AddCheckConstraint(
                name: "ck_platform_posts_hold_code",
                table: "platform_posts",
                sql: "hold_code IN ('reconnect', 'quota', 'shutdown', 'paused', 'missed')");

            migrationBuilder.AddCheckConstraint(
                name: "ck_live_events_kind",
                table: "live_events",
                sql: "kind IN ('user', 'video', 'job', 'post', 'upload', 'account', 'notification', 'export')");

            migrationBuilder.CreateIndex(
                name: "idx_caption_templates_user",
                table: "caption_templates",
                column: "user_id");

            migrationBuilder.CreateIndex(
                name: "idx_data_exports_open",
                table: "data_exports",
                columns: new[] { "status", "created_at" },
                filter: "status IN ('queued', 'running')");

            migrationBuilder.CreateIndex(
                name: "idx_data_exports_ready",
                table: "data_exports",
                column: "expires_at",
                filter: "status = 'ready'");

            migrationBuilder.CreateIndex(
                name: "idx_data_exports_user",
                table: "data_exports",
                columns: new[] { "user_id", "created_at" },
                descending: new[] { false, true });

            migrationBuilder.CreateIndex(
                name: "idx_hashtag_groups_user",
                table: "hashtag_groups",
                column: "user_id");

            migrationBuilder.CreateIndex(
                name: "idx_labels_user",
                table: "labels",
                column: "user_id");

            migrationBuilder.CreateIndex(
                name: "idx_letters_due",
                table: "letters",
                columns: new[] { "status", "due_at" },
                filter: "status = 'waiting'");

            migrationBuilder.CreateIndex(
                name: "idx_letters_notification",
                table: "letters",
                column: "notification_id");

            migrationBuilder.CreateIndex(
                name: "letters_user_id_key_key",
                table: "letters",
                columns: new[] { "user_id", "key" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "idx_notifications_open_resource",
                table: "notifications",
                column: "resource_id",
                filter: "settled_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "idx_notifications_unread",
                table: "notifications",
                column: "user_id",
                filter: "read_at IS NULL AND settled_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "idx_notifications_user",
                table: "notifications",
                columns: new[] { "user_id", "created_at" },
                descending: new[] { false, true });

            migrationBuilder.CreateIndex(
                name: "notifications_user_id_key_key",
                table: "notifications",
                columns: new[] { "user_id", "key" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "idx_user_sessions_user",
                table: "user_sessions",
                columns: new[] { "user_id", "last_seen_at" },
                descending: new[] { false, true });

            migrationBuilder.CreateIndex(
                name: "user_sessions_sign_in_key",
                table: "user_sessions",
                column: "sign_in",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "idx_video_labels_label",
                table: "video_labels",
                column: "label_id");

            migrationBuilder.CreateIndex(
                name: "idx_video_labels_user",
                table: "video_labels",
                column: "user_id");

            migrationBuilder.SqlFile("012_studio.sql");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("DELETE FROM live_events WHERE kind IN ('notification', 'export')");
            migrationBuilder.Sql("UPDATE platform_posts SET hold_code = 'shutdown' WHERE hold_code IN ('paused', 'missed')");

            migrationBuilder.DropTable(
                name: "caption_templates");

            migrationBuilder.DropTable(
                name: "data_exports");

            migrationBuilder.DropTable(
                name: "hashtag_groups");

            migrationBuilder.DropTable(
                name: "letters");

            migrationBuilder.DropTable(
                name: "user_sessions");

            migrationBuilder.DropTable(
                name: "video_labels");

            migrationBuilder.DropTable(
                name: "notifications");

            migrationBuilder.DropTable(
                name: "labels");

            migrationBuilder.DropIndex(
                name: "idx_users_delete_after",
                table: "users");

            migrationBuilder.DropIndex(
                name: "idx_platform_posts_user_posted",
                table: "platform_posts");

            migrationBuilder.DropIndex(
                name: "idx_platform_posts_user_scheduled",
                table: "platform_posts");

            migrationBuilder.DropIndex(
                name: "idx_platform_posts_user_status",
                table: "platform_posts");

            migrationBuilder.DropCheckConstraint(
                name: "ck_platform_posts_hold_code",
                table: "platform_posts");

            migrationBuilder.DropCheckConstraint(
                name: "ck_live_events_kind",
                table: "live_events");

            migrationBuilder.DropColumn(
                name: "delete_after",
                table: "users");

            migrationBuilder.DropColumn(
                name: "paused_at",
                table: "platform_accounts");

            migrationBuilder.AlterTable(
                name: "users",
                comment: "People. Soft-deleted ones keep their address until they are purged.\nmetadata: UserPreferences { display_name, language, time_zone, theme }",
                oldComment: "People. Soft-deleted ones keep their address until they are purged.\nmetadata: UserPreferences { display_name, language, time_zone, theme, avatar, muted }");

            migrationBuilder.AddCheckConstraint(
                name: "ck_platform_posts_hold_code",
                table: "platform_posts",
                sql: "hold_code IN ('reconnect', 'quota', 'shutdown')");

            migrationBuilder.AddCheckConstraint(
                name: "ck_live_events_kind",
                table: "live_events",
                sql: "kind IN ('user', 'video', 'job', 'post', 'upload', 'account')");
        }
    }
}
