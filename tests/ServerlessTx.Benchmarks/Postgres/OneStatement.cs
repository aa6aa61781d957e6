using System.Text.Json;
using Npgsql;
using ServerlessTx.Participants.PostgreSql;

namespace ServerlessTx.Benchmarks;

/// <summary>The least that a branch can have to do: one statement, which moves money and leaves an entry.</summary>
internal sealed class OneStatement : ITransferWork
{
    private const decimal Amount = 0.01m;

    public string Name => "one_statement";

    public string Tables { get; } =
        $"""
        CREATE TABLE account (id int PRIMARY KEY, balance numeric NOT NULL CHECK (balance >= 0), version bigint NOT NULL DEFAULT 0);
        CREATE TABLE movement (account int, version bigint, transaction_id text NOT NULL, amount numeric NOT NULL, PRIMARY KEY (account, version));
        INSERT INTO account SELECT n, 1000 FROM generate_series(0, {TwoServers.Accounts - 1}) n
        """;

    public string Balance(bool isNorth) => "SELECT sum(balance) FROM account";

    public Workflow Define(PostgreSqlDatabase north, PostgreSqlDatabase south) => TwoPhaseCommit
        .For<Transfer>(Name, version: 1)
        .Participant(north.Name, north.TwoPhaseCommit<Transfer>((call, db) => MoveAsync(call, db, -Amount)))
        .Participant(south.Name, south.TwoPhaseCommit<Transfer>((call, db) => MoveAsync(call, db, Amount)));

    public JsonElement Input(int account) => JsonSerializer.SerializeToElement(new { account });

    public Task DoByHandAsync(NpgsqlTransaction db, bool isNorth, string transactionId, int account) =>
        MoveAsync(db, transactionId, account, isNorth ? -Amount : Amount);

    private static async Task<StepAnswer<LockedRows>> MoveAsync(Call<Transfer> call, NpgsqlTransaction db, decimal amount)
    {
        await MoveAsync(db, call.TransactionId, call.Input.Account, amount);
        return new LockedRows($"account:{call.Input.Account}");
    }

    private static async Task MoveAsync(NpgsqlTransaction db, string transactionId, int account, decimal amount)
    {
        await using var command = db.Command(
            """
            WITH moved AS (UPDATE account SET balance = balance + $3, version = version + 1 WHERE id = $2 AND balance + $3 >= 0 RETURNING id, version)
            INSERT INTO movement SELECT id, version, $1, $3 FROM moved
            """,
            transactionId, account, amount);
        if (await command.ExecuteNonQueryAsync() != 1)
            throw new InvalidOperationException("There is not enough on the account, which the benchmark's amounts do not allow for.");
    }

    internal sealed record Transfer(int Account);
}
