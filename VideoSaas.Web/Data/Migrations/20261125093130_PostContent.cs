using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace VideoSaas.Web.Data.Migrations
{
    /// <inheritdoc />
    public partial class PostContent : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AlterTable(
                name: "platform_posts",
                comment: "One clip on one platform.\napi_response: { full_response, headers without secrets, status_code } of the last answer that mattered\nerror_details: the platform's { class, code, subcode, trace_id }\nsettings: PostSettings, what the person chose beside the text; each platform reads what it knows",
                oldComment: "One clip on one platform.\napi_response: { full_response, headers without secrets, status_code } of the last answer that mattered\nerror_details: the platform's { class, code, subcode, trace_id }");

            migrationBuilder.AlterTable(
                name: "platform_accounts",
                comment: "Connected accounts; tokens are ciphertext of ASP.NET Data Protection.\ndetails: what else the platform needs, such as the page's id\nfacts: AccountFacts, what the platform last said of the account's rights and limits",
                oldComment: "Connected accounts; tokens are ciphertext of ASP.NET Data Protection.\ndetails: what else the platform needs, such as the page's id");

            migrationBuilder.AddColumn<string>(
                name: "settings",
                table: "platform_posts",
                type: "jsonb",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "title",
                table: "platform_posts",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "facts",
                table: "platform_accounts",
                type: "jsonb",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "facts_read_at",
                table: "platform_accounts",
                type: "timestamp with time zone",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "settings",
                table: "platform_posts");

            migrationBuilder.DropColumn(
                name: "title",
                table: "platform_posts");

            migrationBuilder.DropColumn(
                name: "facts",
                table: "platform_accounts");

            migrationBuilder.DropColumn(
                name: "facts_read_at",
                table: "platform_accounts");

            migrationBuilder.AlterTable(
                name: "platform_posts",
                comment: "One clip on one platform.\napi_response: { full_response, headers without secrets, status_code } of the last answer that mattered\nerror_details: the platform's { class, code, subcode, trace_id }",
                oldComment: "One clip on one platform.\napi_response: { full_response, headers without secrets, status_code } of the last answer that mattered\nerror_details: the platform's { class, code, subcode, trace_id }\nsettings: PostSettings, what the person chose beside the text; each platform reads what it knows");

            migrationBuilder.AlterTable(
                name: "platform_accounts",
                comment: "Connected accounts; tokens are ciphertext of ASP.NET Data Protection.\ndetails: what else the platform needs, such as the page's id",
                oldComment: "Connected accounts; tokens are ciphertext of ASP.NET Data Protection.\ndetails: what else the platform needs, such as the page's id\nfacts: AccountFacts, what the platform last said of the account's rights and limits");
        }
    }
}
