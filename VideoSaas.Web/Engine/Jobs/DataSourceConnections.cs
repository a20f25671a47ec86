using Hangfire.PostgreSql;
using Npgsql;

namespace VideoSaas.Web.Engine.Jobs;

/// <summary>Hangfire's connections come from the pool that everything else uses.</summary>
internal sealed class DataSourceConnections(NpgsqlDataSource source) : IConnectionFactory
{
    public NpgsqlConnection GetOrCreateConnection() => source.CreateConnection();
}
