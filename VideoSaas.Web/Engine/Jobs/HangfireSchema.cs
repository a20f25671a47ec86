using Hangfire.PostgreSql;
using Npgsql;

namespace VideoSaas.Web.Engine.Jobs;

/// <summary>Hangfire's own tables, in the schema <c>hangfire</c>.</summary>
internal static class HangfireSchema
{
    public const string Name = "hangfire";

    /// <summary>Makes or upgrades them with Hangfire's own installer; nothing to do is fine.</summary>
    public static void Install(NpgsqlConnection connection) => PostgreSqlObjectsInstaller.Install(connection, Name);
}
