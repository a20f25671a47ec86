using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Npgsql;

namespace VideoSaas.Web.Data;

/// <summary>For <c>dotnet ef</c>: compares models and writes migrations without a server.</summary>
internal sealed class DesignTimeFactory : IDesignTimeDbContextFactory<AppDb>
{
    public AppDb CreateDbContext(string[] args)
    {
        var options = new DbContextOptionsBuilder<AppDb>();
        options.UseAppDatabase(NpgsqlDataSource.Create("Host=127.0.0.1;Database=design"));
        return new AppDb(options.Options);
    }
}
