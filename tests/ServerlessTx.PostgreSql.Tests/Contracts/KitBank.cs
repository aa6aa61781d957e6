using Npgsql;
using ServerlessTx.Testing;

namespace ServerlessTx.PostgreSql.Tests;

/// <summary>A database for the kit: emptied for each of its scenarios, with one account in it.</summary>
internal sealed class KitBank : IAsyncDisposable
{
    private readonly string _connection;
    private readonly Bank _auditor;
    private Lives? _lives;

    private KitBank(string connection)
    {
        _connection = connection;
        // One connection, so that all others are a participant's.
        _auditor = new Bank(new NpgsqlConnectionStringBuilder(connection) { MaxPoolSize = 1 }.ConnectionString);
    }

    public static Change Some { get; } = new("purse", -30m);

    public static Change TooMuch { get; } = new("purse", -1000m);

    public static async Task<KitBank> CreateAsync(PostgresServer server)
    {
        var name = $"kit_{Guid.NewGuid():N}"[..20];
        await using (var admin = new Bank(server.ConnectionString))
            await admin.ExecuteAsync($"CREATE DATABASE {name}");
        var bank = new KitBank(new NpgsqlConnectionStringBuilder(server.ConnectionString) { Database = name }.ConnectionString);
        await Bank.CreateAsync(bank._connection);
        await bank._auditor.ExecuteAsync(
            "CREATE TABLE hold (transaction_id text, branch text, account text NOT NULL, amount numeric NOT NULL, PRIMARY KEY (transaction_id, branch))");
        return bank;
    }

    /// <summary>What the kit asks for: a fresh world for each scenario.</summary>
    public Func<CrashPoints, Task<ParticipantWorld<T>>> World<T>(Func<Task<Bank>, T> participant) => async points =>
    {
        await ClearAsync();
        var lives = _lives = await Lives.BeginAsync(_connection, _auditor, points);
        return new ParticipantWorld<T> { Start = () => participant(lives.Start()), Effects = lives.EffectsAsync };
    };

    public async ValueTask DisposeAsync()
    {
        await ClearAsync();
        await _auditor.DisposeAsync();
    }

    private async Task ClearAsync()
    {
        if (_lives is not null)
            await _lives.DisposeAsync();
        foreach (var gid in await _auditor.ScalarAsync<string[]>("SELECT ARRAY(SELECT gid FROM pg_prepared_xacts WHERE database = current_database())"))
            await _auditor.ExecuteAsync($"ROLLBACK PREPARED '{gid}'");
        await _auditor.ExecuteAsync("TRUNCATE serverlesstx.barrier, account, hold");
        await _auditor.ExecuteAsync("INSERT INTO account VALUES ('purse', 100)");
    }
}
