using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace VideoSaas.Web.Data.Migrations
{
    /// <summary>Fetching a source by its address is a kind of work with workers of its own.</summary>
    public partial class DownloadJobs : Migration
    {
        private const string Check = "ck_processing_jobs_kind";
        private const string Table = "processing_jobs";

        private const string CommentBefore =
            "The truth for long work on a video; Hangfire only carries it out.\njob_data: input of the handler of job_type; publish_post has { post_id }\nresult_data: what the handler's JobOutcome.Done carried\nerror_details: { last_lines, arguments } of the tool that failed\nprogress_details: JobProgressDetails { seconds_left, speed, done, total }";

        private const string Comment =
            "The truth for long work on a video; Hangfire only carries it out.\njob_data: input of the handler of job_type; publish_post has { post_id }, download_video DownloadData { address, file }\nresult_data: what the handler's JobOutcome.Done carried\nerror_details: { last_lines, arguments } of the tool that failed\nprogress_details: JobProgressDetails { seconds_left, speed, done, total, bytes_per_second }";

        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AlterTable(Table, comment: Comment, oldComment: CommentBefore);
            migrationBuilder.DropCheckConstraint(Check, Table);
            migrationBuilder.AddCheckConstraint(Check, Table, "kind IN ('light', 'transcode', 'publish', 'download')");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AlterTable(Table, comment: CommentBefore, oldComment: Comment);
            migrationBuilder.DropCheckConstraint(Check, Table);

            // The rows stay: an older app leaves a type that it does not know to others, whatever its kind.
            migrationBuilder.Sql("UPDATE processing_jobs SET kind = 'light' WHERE kind = 'download'");
            migrationBuilder.AddCheckConstraint(Check, Table, "kind IN ('light', 'transcode', 'publish')");
        }
    }
}
