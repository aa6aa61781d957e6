using Npgsql;

namespace ServerlessTx.PostgreSql.Tests;

/// <summary>Accounts in one database, with a participant over them.</summary>
internal sealed class Bank : IAsyncDisposable
{
    private const string Table = "CREATE TABLE account (id text PRIMARY KEY, balance numeric NOT NULL CONSTRAINT no_debts CHECK (balance >= 0))";

    public Bank(string connectionString, string coordinator = "0123456789ab", PostgreSqlOptions? options = null)
    {
        Source = NpgsqlDataSource.Create(connectionString);
        Database = new PostgreSqlDatabase("accounts_db", Source, new FixedCoordinator(coordinator), options ?? Options);
        Manager = Database.TwoPhaseCommit<Change>((call, transaction) => Work!(call, transaction));
        Work = ChangeAsync;
    }

    public static PostgreSqlOptions Options { get; } = new() { LockTimeout = TimeSpan.FromMilliseconds(300) };

    public NpgsqlDataSource Source { get; }

    public PostgreSqlDatabase Database { get; }

    public IResourceManager<Change> Manager { get; }

    /// <summary>What a prepare does; changes the balance of one account unless a test says otherwise.</summary>
    public Func<Call<Change>, NpgsqlTransaction, Task<StepAnswer<LockedRows>>> Work { get; set; }

    /// <summary>How often the work has run.</summary>
    public int Worked { get; private set; }

    public static async Task CreateAsync(string connectionString)
    {
        await using var bank = new Bank(connectionString);
        await bank.Database.EnsureSchemaAsync();
        await bank.ExecuteAsync(Table);
    }

    /// <summary>An account of this test's own.</summary>
    public async Task<string> OpenAsync(decimal balance)
    {
        var id = $"a{Guid.NewGuid():N}"[..12];
        await ExecuteAsync("INSERT INTO account VALUES ($1, $2)", id, balance);
        return id;
    }

    public async Task<decimal> BalanceAsync(string account) => await ScalarAsync<decimal>("SELECT balance FROM account WHERE id = $1", account);

    public Task<long> PreparedAsync(string transactionId) =>
        ScalarAsync<long>("SELECT count(*) FROM pg_prepared_xacts WHERE gid LIKE '%' || $1 || '%'", transactionId);

    /// <summary>The barrier's rows of a transaction, as <c>phase verdict reason</c>.</summary>
    public Task<string[]> BarrierAsync(string transactionId) => ScalarAsync<string[]>(
        "SELECT ARRAY(SELECT concat_ws(' ', phase, verdict, reason) FROM serverlesstx.barrier WHERE transaction_id = $1 ORDER BY phase)", transactionId);

    public async Task<StepAnswer<LockedRows>> ChangeAsync(Call<Change> call, NpgsqlTransaction transaction)
    {
        Worked++;
        const string change = "UPDATE account SET balance = balance + $2 WHERE id = $1 AND balance + $2 >= 0";
        return await transaction.Command(change, call.Input.Account, call.Input.Amount).ExecuteNonQueryAsync() == 1
            ? new LockedRows($"account:{call.Input.Account}") { Checks = ["balance_covers_amount"] }
            : Refusal.Because("insufficient_funds");
    }

    public async Task ExecuteAsync(string sql, params object[] values)
    {
        await using var command = Command(sql, values);
        await command.ExecuteNonQueryAsync();
    }

    public async Task<T> ScalarAsync<T>(string sql, params object[] values)
    {
        await using var command = Command(sql, values);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    public ValueTask DisposeAsync() => Database.DisposeAsync();

    private NpgsqlCommand Command(string sql, object[] values)
    {
        var command = Source.CreateCommand(sql);
        foreach (var value in values)
            command.Parameters.Add(new() { Value = value });
        return command;
    }
}

/// <summary>The input of the tests' transactions.</summary>
public sealed record Change(string Account, decimal Amount);

internal sealed class FixedCoordinator(string id) : ICoordinatorId
{
    public Task<string> ReadAsync(CancellationToken cancellation = default) => Task.FromResult(id);
}
