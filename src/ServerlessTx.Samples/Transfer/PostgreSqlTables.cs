using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using ServerlessTx.Participants.PostgreSql;

namespace ServerlessTx.Samples;

/// <summary>Makes the sample's tables. Until they are there no transfer gets an answer, and each is asked again.</summary>
internal sealed partial class PostgreSqlTables(
    IReadOnlyList<PostgreSqlDatabase> databases, TimeProvider time, ILogger<PostgreSqlTables> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly List<PostgreSqlDatabase> _missing = [.. databases];

    /// <summary>Before anybody is served; a database that is away now is asked again later.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await EnsureAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (_missing.Count > 0)
        {
            await Task.Delay(Pause, time, stoppingToken);
            await EnsureAsync(stoppingToken);
        }
    }

    private async Task EnsureAsync(CancellationToken stopping)
    {
        foreach (var database in _missing.ToList())
        {
            if (await TryAsync(database, stopping))
                _missing.Remove(database);
        }
    }

    private async Task<bool> TryAsync(PostgreSqlDatabase database, CancellationToken stopping)
    {
        try
        {
            await using var connection = await database.OpenAsync(stopping);
            // Hosts that start at once would make the same table twice.
            await using var command = new NpgsqlCommand($"SELECT pg_advisory_xact_lock(hashtext('book')); {PostgreSqlBook.Tables}", connection);
            await command.ExecuteNonQueryAsync(stopping);
            return true;
        }
        catch (NpgsqlException away)
        {
            LogAway(database.Name, away.Message);
            return false;
        }
    }

    [LoggerMessage(LogLevel.Warning, "The tables of {Database} are not made yet: {Message}")]
    private partial void LogAway(string database, string message);
}
