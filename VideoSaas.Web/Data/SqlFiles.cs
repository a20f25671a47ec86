using Microsoft.EntityFrameworkCore.Migrations;

namespace VideoSaas.Web.Data;

/// <summary>
/// The numbered SQL beside the migrations. A file that a released migration runs is never edited again: a change is a new number.
/// </summary>
internal static class SqlFiles
{
    public static string Read(string name)
    {
        using var stream = typeof(SqlFiles).Assembly.GetManifestResourceStream($"VideoSaas.Web.Data.Sql.{name}")
            ?? throw new FileNotFoundException($"No SQL file '{name}' is built in.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    public static void SqlFile(this MigrationBuilder migration, string name) => migration.Sql(Read(name));
}
