using Npgsql;

namespace VideoSaas.Web.Data;

/// <summary>Before anything serves or works: the database is there and of this version, or the app does not start.</summary>
internal sealed class DatabaseGate(DatabaseInstaller installer) : IHostedLifecycleService
{
    /// <exception cref="DatabaseUnavailableException">In one sentence, why there will be no start.</exception>
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        try
        {
            await installer.InstallAsync(token: cancellationToken);
        }
        catch (Exception failure) when (failure is NpgsqlException or TimeoutException or InvalidOperationException)
        {
            throw new DatabaseUnavailableException(
                $"VideoSaas does not start: its database could not be made ready ({failure.Message})", failure);
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

/// <summary>The sentence of the start-up gate.</summary>
public sealed class DatabaseUnavailableException(string message, Exception cause) : Exception(message, cause);
