using System.Diagnostics.Metrics;
using System.Net.Sockets;
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

    /// <exception cref="PostgreSqlSetupException">A setting must be changed.</exception>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await UnlessAwayAsync(CheckAsync, cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    public override void Dispose()
    {
        _meter.Dispose();
        base.Dispose();
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(SweepAsync(stoppingToken), RelayAsync(stoppingToken));

    private Task SweepAsync(CancellationToken stopping)
    {
        var age = TimeSpan.Zero;
        return RepeatAsync(
            "sweep", _database.Options.SweepInterval,
            async cancellation =>
            {
                _database.InDoubt = await _sweep.RunAsync(age, cancellation);
                age = _database.Options.SweepInterval;
                if (_database.InDoubt.OldestFor is { } oldest && oldest > 2 * age)
                    LogInDoubt(_database.Name, _database.InDoubt.Count, oldest.TotalSeconds);
                // Behind the sweep, which needs none of the tables that may be missing.
                return await CheckAsync(cancellation);
            },
            stopping);
    }

    private Task RelayAsync(CancellationToken stopping) => RepeatAsync(
        "relay", _database.Options.OutboxInterval, async cancellation => _isChecked && await _relay.RunAsync(cancellation) > 0, stopping);

    private Task RepeatAsync(string what, TimeSpan interval, Func<CancellationToken, Task<bool>> pass, CancellationToken stopping) =>
        new Repetition($"The {what} of {_database.Name}", _time, _logger).RunAsync(interval, cancellation => UnlessAwayAsync(pass, cancellation), stopping);

    /// <returns>That there is no more to do.</returns>
    private async Task<bool> CheckAsync(CancellationToken cancellation)
    {
        if (!_isChecked)
            await new ServerCheck(_database).RunAsync(cancellation);
        _isChecked = true;
        return false;
    }

    /// <summary>A database that is away is no reason not to run: what needs it is asked again.</summary>
    private async Task<bool> UnlessAwayAsync(Func<CancellationToken, Task<bool>> pass, CancellationToken cancellation)
    {
        try
        {
            return await pass(cancellation);
        }
        catch (Exception away) when (away is NpgsqlException or SocketException or TimeoutException)
        {
            LogAway(_database.Name, away.Message);
            return false;
        }
    }

    [LoggerMessage(LogLevel.Warning, "{Database} does not do what was asked, and will be asked again: {Message}")]
    private partial void LogAway(string database, string message);

    [LoggerMessage(LogLevel.Warning, "{Database}: {Count} prepared transactions are in doubt, the oldest for {Seconds:0} s. Their rows stay locked.")]
    private partial void LogInDoubt(string database, int count, double seconds);
}
