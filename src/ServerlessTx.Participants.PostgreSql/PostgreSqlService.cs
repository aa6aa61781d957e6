using System.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace ServerlessTx.Participants.PostgreSql;

/// <summary>Of one database: the check at the start, the sweep of what is in doubt, at once and then at an interval, and the relay of its outbox.</summary>
internal sealed partial class PostgreSqlService : BackgroundService
{
    private readonly PostgreSqlDatabase _database;
    private readonly InDoubtSweep _sweep;
    private readonly PostgreSqlRelay _relay;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Meter _meter = new(TransactionSpans.SourceName);
    private bool _isChecked;

    public PostgreSqlService(
        PostgreSqlDatabase database, ICoordinatorId coordinator, IDecisions decisions, IEnumerable<IOutboxHandler> handlers, TimeProvider time, ILoggerFactory loggers)
    {
        (_database, _time, _logger) = (database, time, loggers.CreateLogger<PostgreSqlService>());
        _sweep = new InDoubtSweep(database, coordinator, decisions, _logger);
        _relay = new PostgreSqlRelay(database, handlers, _logger);
        _meter.CreateObservableGauge(
            "serverlesstx.in_doubt.oldest", () => new Measurement<double>(
                database.InDoubt.OldestFor?.TotalSeconds ?? 0, new KeyValuePair<string, object?>("database", database.Name)),
            "s", "How long the oldest prepared transaction has waited for its decision.");
    }

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await TryAsync(CheckAsync, cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    public override void Dispose()
    {
        _meter.Dispose();
        base.Dispose();
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(SweepAsync(stoppingToken), RelayAsync(stoppingToken));

    private async Task SweepAsync(CancellationToken stopping)
    {
        for (var age = TimeSpan.Zero; ; age = _database.Options.SweepInterval)
        {
            await TryAsync(
                async cancellation =>
                {
                    await CheckAsync(cancellation);
                    _database.InDoubt = await _sweep.RunAsync(age, cancellation);
                },
                stopping);
            if (_database.InDoubt.OldestFor is { } oldest && oldest > 2 * _database.Options.SweepInterval)
                LogInDoubt(_database.Name, _database.InDoubt.Count, oldest.TotalSeconds);
            await Task.Delay(_database.Options.SweepInterval, _time, stopping);
        }
    }

    private async Task RelayAsync(CancellationToken stopping)
    {
        while (true)
        {
            var relayed = 0;
            if (_isChecked)
                await TryAsync(async cancellation => relayed = await _relay.RunAsync(cancellation), stopping);
            if (relayed == 0)
                await Task.Delay(_database.Options.OutboxInterval, _time, stopping);
        }
    }

    private async Task CheckAsync(CancellationToken cancellation)
    {
        if (!_isChecked)
            await new ServerCheck(_database).RunAsync(cancellation);
        _isChecked = true;
    }

    /// <summary>A database that is away is no reason not to run: what needs it is asked again.</summary>
    private async Task TryAsync(Func<CancellationToken, Task> work, CancellationToken cancellation)
    {
        try
        {
            await work(cancellation);
        }
        catch (Exception away) when (away is NpgsqlException or StoreUnavailableException or TimeoutException)
        {
            LogAway(_database.Name, away.Message);
        }
    }

    [LoggerMessage(LogLevel.Warning, "{Database} does not do what was asked, and will be asked again: {Message}")]
    private partial void LogAway(string database, string message);

    [LoggerMessage(LogLevel.Warning, "{Database}: {Count} prepared transactions are in doubt, the oldest for {Seconds:0} s. Their rows stay locked.")]
    private partial void LogInDoubt(string database, int count, double seconds);
}
