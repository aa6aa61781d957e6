using Npgsql;
using ServerlessTx.Testing;

namespace ServerlessTx.PostgreSql.Tests;

/// <summary>
/// The processes of one participant, one after the other, over one database. Each reaches it by a relay of its own; the next one begins when
/// the server has noticed the end of all connections of the one before, as it does when a process is killed.
/// </summary>
internal sealed class Lives : IAsyncDisposable
{
    private static readonly PostgreSqlOptions Options = new() { LockTimeout = TimeSpan.FromMilliseconds(100) };

    private readonly NpgsqlConnectionStringBuilder _connection;
    private readonly Bank _auditor;
    private readonly CrashPoints _points;
    private CrashingRelay? _relay;
    private Task<Bank>? _unused;
    private Task<Bank> _current;

    private Lives(string connectionString, Bank auditor, CrashPoints points)
    {
        (_connection, _auditor, _points) = (new NpgsqlConnectionStringBuilder(connectionString), auditor, points);
        _current = _unused = NextAsync(before: null);
    }

    /// <summary>Begins the first process, and connects it: that is no part of any call.</summary>
    public static async Task<Lives> BeginAsync(string connectionString, Bank auditor, CrashPoints points)
    {
        var lives = new Lives(connectionString, auditor, points);
        await lives._current;
        return lives;
    }

    /// <summary>The participant of the process that begins now; it is waited for by whoever calls it.</summary>
    public Task<Bank> Start()
    {
        _current = Interlocked.Exchange(ref _unused, null) ?? NextAsync(_current);
        return _current;
    }

    /// <summary>What stands, once the process that was started last has taken over.</summary>
    public async Task<string> EffectsAsync()
    {
        await _current;
        return await _auditor.ScalarAsync<string>(
            """
            SELECT format('balance %s, held %s, prepared %s', (SELECT sum(balance) FROM account), (SELECT coalesce(sum(amount), 0) FROM hold),
                (SELECT count(*) FROM pg_prepared_xacts WHERE database = current_database()))
            """);
    }

    public async ValueTask DisposeAsync() => await EndAsync(await _current);

    private async Task<Bank> NextAsync(Task<Bank>? before)
    {
        if (before is not null)
            await EndAsync(await before);
        _relay = new CrashingRelay(_connection.Port, _points);
        var bank = new Bank(new NpgsqlConnectionStringBuilder(_connection.ConnectionString) { Port = _relay.Port }.ConnectionString, options: Options);
        await bank.ScalarAsync<int>("SELECT 1");
        return bank;
    }

    private async Task EndAsync(Bank bank)
    {
        await _relay!.DisposeAsync();
        await _auditor.ExecuteAsync(
            """
            SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity
            WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()
            """);
        await bank.DisposeAsync();
    }
}
