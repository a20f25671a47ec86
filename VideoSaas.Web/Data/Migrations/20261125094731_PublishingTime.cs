using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace VideoSaas.Web.Data.Migrations
{
    /// <inheritdoc />
    public partial class PublishingTime : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "post_checks",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false, defaultValueSql: "gen_random_uuid()"),
                    post_id = table.Column<Guid>(type: "uuid", nullable: false),
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    arming = table.Column<int>(type: "integer", nullable: false),
                    stage = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    outcome = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    findings = table.Column<string>(type: "jsonb", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "now()")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_post_checks", x => x.id);
                    table.CheckConstraint("ck_post_checks_outcome", "outcome IN ('fine', 'warning', 'error')");
                    table.CheckConstraint("ck_post_checks_stage", "stage IN ('day', 'hour', 'minutes')");
                    table.ForeignKey(
                        name: "fk_post_checks_platform_posts_post_id",
                        column: x => x.post_id,
                        principalTable: "platform_posts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_post_checks_users_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                },
                comment: "Scheduled posts looked at ahead of their time.\nfindings: CheckFinding[] { level, code, arguments }");

            migrationBuilder.CreateTable(
                name: "publish_steps",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false, defaultValueSql: "gen_random_uuid()"),
                    post_id = table.Column<Guid>(type: "uuid", nullable: false),
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    arming = table.Column<int>(type: "integer", nullable: false),
                    step = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: false),
                    outcome = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    request_id = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    error_code = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: true),
                    message = table.Column<string>(type: "text", nullable: true),
                    answer = table.Column<string>(type: "jsonb", nullable: true),
                    next_try_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "now()")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_publish_steps", x => x.id);
                    table.CheckConstraint("ck_publish_steps_outcome", "outcome IN ('done', 'refused', 'unknown')");
                    table.ForeignKey(
                        name: "fk_publish_steps_platform_posts_post_id",
                        column: x => x.post_id,
                        principalTable: "platform_posts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_publish_steps_users_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                },
                comment: "What a post's platform was asked and said, a line a step; never changed.\nanswer: PlatformAnswer { full_response, headers without secrets, status_code }");

            migrationBuilder.CreateTable(
                name: "queue_slots",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false, defaultValueSql: "gen_random_uuid()"),
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    connected_account_id = table.Column<Guid>(type: "uuid", nullable: true),
                    weekday = table.Column<int>(type: "integer", nullable: false),
                    local_time = table.Column<TimeOnly>(type: "time without time zone", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "now()")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_queue_slots", x => x.id);
                    table.CheckConstraint("ck_queue_slots_weekday", "weekday BETWEEN 1 AND 7");
                    table.ForeignKey(
                        name: "fk_queue_slots_platform_accounts_connected_account_id",
                        column: x => x.connected_account_id,
                        principalTable: "platform_accounts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_queue_slots_users_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                },
                comment: "Weekly times by the wall clock of the person's zone at which one post of a channel goes out. weekday: 1 is Monday.");

            migrationBuilder.CreateTable(
                name: "upload_admissions",
                columns: table => new
                {
                    post_id = table.Column<Guid>(type: "uuid", nullable: false),
                    arming = table.Column<int>(type: "integer", nullable: false),
                    begun = table.Column<int>(type: "integer", nullable: false),
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    platform = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    day = table.Column<DateOnly>(type: "date", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "now()")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_upload_admissions", x => new { x.post_id, x.arming, x.begun });
                    table.CheckConstraint("ck_upload_admissions_platform", "platform IN ('instagram', 'tiktok', 'youtube', 'facebook', 'twitter')");
                    table.ForeignKey(
                        name: "fk_upload_admissions_platform_posts_post_id",
                        column: x => x.post_id,
                        principalTable: "platform_posts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_upload_admissions_users_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                },
                comment: "Uploads let in against a platform's daily budget for the whole product.");

            migrationBuilder.CreateIndex(
                name: "idx_post_checks_user",
                table: "post_checks",
                column: "user_id");

            migrationBuilder.CreateIndex(
                name: "post_checks_post_id_arming_stage_key",
                table: "post_checks",
                columns: new[] { "post_id", "arming", "stage" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "idx_publish_steps_post",
                table: "publish_steps",
                columns: new[] { "post_id", "created_at" },
                descending: new[] { false, true });

            migrationBuilder.CreateIndex(
                name: "idx_publish_steps_user",
                table: "publish_steps",
                column: "user_id");

            migrationBuilder.CreateIndex(
                name: "idx_queue_slots_account",
                table: "queue_slots",
                column: "connected_account_id");

            migrationBuilder.CreateIndex(
                name: "queue_slots_unique",
                table: "queue_slots",
                columns: new[] { "user_id", "connected_account_id", "weekday", "local_time" },
                unique: true)
                .Annotation("Npgsql:NullsDistinct", false);

            migrationBuilder.CreateIndex(
                name: "idx_upload_admissions_day",
                table: "upload_admissions",
                columns: new[] { "platform", "day", "user_id" });

            migrationBuilder.CreateIndex(
                name: "idx_upload_admissions_user",
                table: "upload_admissions",
                column: "user_id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "post_checks");

            migrationBuilder.DropTable(
                name: "publish_steps");

            migrationBuilder.DropTable(
                name: "queue_slots");

            migrationBuilder.DropTable(
                name: "upload_admissions");
        }
    }
}
