using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace VideoSaas.Web.Data.Migrations
{
    /// <inheritdoc />
    public partial class MediaEngine : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropCheckConstraint(
                name: "ck_video_assets_kind",
                table: "video_assets");

            migrationBuilder.AlterTable(
                name: "video_metadata",
                comment: "Exact facts of a video's source, one row a video.\ncontainer_tags: tag → value, as the container has them\nlayout: Mp4Layout { is_index_first, edit_lists }\nffprobe: the whole document of ffprobe -show_format -show_streams",
                oldComment: "Exact facts of a video's source, one row a video.\ncontainer_tags: tag → value, as the container has them\nffprobe: the whole document of ffprobe -show_format -show_streams");

            migrationBuilder.AddColumn<string>(
                name: "layout",
                table: "video_metadata",
                type: "jsonb",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "at_ms",
                table: "video_assets",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "forced_watermark",
                table: "subscription_tiers",
                type: "character varying(100)",
                maxLength: 100,
                nullable: true);

            migrationBuilder.CreateTable(
                name: "makings",
                columns: table => new
                {
                    video_id = table.Column<Guid>(type: "uuid", nullable: false),
                    asset_set = table.Column<int>(type: "integer", nullable: false),
                    edits = table.Column<string>(type: "jsonb", nullable: true),
                    plan = table.Column<string>(type: "jsonb", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "now()"),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "now()")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_makings", x => new { x.video_id, x.asset_set });
                    table.ForeignKey(
                        name: "fk_makings_videos_video_id",
                        column: x => x.video_id,
                        principalTable: "videos",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                },
                comment: "One making of a video, a row an asset set.\nedits: VideoEdits { frame, trim, watermark, sound, captions, cover_at_ms }\nplan: MakingPlan { rules_version, files, decisions, preview }");

            migrationBuilder.AddCheckConstraint(
                name: "ck_video_assets_kind",
                table: "video_assets",
                sql: "kind IN ('source', 'rendition', 'thumbnail', 'preview', 'animation', 'cover', 'captions', 'watermark')");

            migrationBuilder.SqlFile("011_makings.sql");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("DELETE FROM video_assets WHERE kind IN ('animation', 'cover', 'watermark')");

            migrationBuilder.DropTable(
                name: "makings");

            migrationBuilder.DropCheckConstraint(
                name: "ck_video_assets_kind",
                table: "video_assets");

            migrationBuilder.DropColumn(
                name: "layout",
                table: "video_metadata");

            migrationBuilder.DropColumn(
                name: "at_ms",
                table: "video_assets");

            migrationBuilder.DropColumn(
                name: "forced_watermark",
                table: "subscription_tiers");

            migrationBuilder.AlterTable(
                name: "video_metadata",
                comment: "Exact facts of a video's source, one row a video.\ncontainer_tags: tag → value, as the container has them\nffprobe: the whole document of ffprobe -show_format -show_streams",
                oldComment: "Exact facts of a video's source, one row a video.\ncontainer_tags: tag → value, as the container has them\nlayout: Mp4Layout { is_index_first, edit_lists }\nffprobe: the whole document of ffprobe -show_format -show_streams");

            migrationBuilder.AddCheckConstraint(
                name: "ck_video_assets_kind",
                table: "video_assets",
                sql: "kind IN ('source', 'rendition', 'thumbnail', 'preview', 'captions')");
        }
    }
}
