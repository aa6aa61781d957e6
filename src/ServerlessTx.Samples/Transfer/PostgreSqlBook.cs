using Npgsql;
using ServerlessTx.Participants.PostgreSql;

namespace ServerlessTx.Samples;

/// <summary>The accounts of one PostgreSQL database, and the entries that brought them where they stand.</summary>
/// <param name="name">How locks on its accounts are called.</param>
/// <param name="opening">With what an account opens, at first sight.</param>
/// <param name="mayOwe">Whether an account may fall below nothing.</param>
internal sealed class PostgreSqlBook(string name, decimal opening, bool mayOwe)
{
    /// <summary>The version of an account counts its entries.</summary>
    public const string Tables =
        """
        CREATE TABLE IF NOT EXISTS book (
            account text    PRIMARY KEY,
            balance numeric NOT NULL,
            version bigint  NOT NULL DEFAULT 0
        );
        CREATE TABLE IF NOT EXISTS entry (
            account        text    NOT NULL REFERENCES book,
            version        bigint  NOT NULL,
            transaction_id text    NOT NULL,
            amount         numeric NOT NULL,
            PRIMARY KEY (account, version)
        );
        """;

    public decimal Opening => opening;

    /// <summary>The work of a prepare: both accounts locked, in one order for all, then a debit and a credit.</summary>
    public async Task<StepAnswer<LockedRows>> TransferAsync(Call<TransferMoney> call, NpgsqlTransaction transaction)
    {
        if (await BalanceAsync(call, transaction) < call.Input.Amount && !mayOwe)
            return Refusal.Because("insufficient_funds");
        var addUp = await PostAsync(call, transaction);
        return new LockedRows($"{name}:{call.Input.From}", $"{name}:{call.Input.To}") { Checks = addUp ? ["balances_equal_opening_plus_entries"] : [] };
    }

    private async Task<decimal> BalanceAsync(Call<TransferMoney> call, NpgsqlTransaction transaction)
    {
        await using var batch = Batch(transaction);
        Add(batch, "INSERT INTO book (account, balance) SELECT unnest($1), $2 ORDER BY 1 ON CONFLICT DO NOTHING", Both(call), opening);
        Add(batch, "SELECT account, balance FROM book WHERE account = ANY ($1) ORDER BY account FOR UPDATE", Both(call));
        await using var reader = await batch.ExecuteReaderAsync(call.Cancellation);
        var balances = new Dictionary<string, decimal>();
        while (await reader.ReadAsync(call.Cancellation))
            balances[reader.GetString(0)] = reader.GetDecimal(1);
        return balances[call.Input.From];
    }

    /// <returns>Whether both accounts hold what their entries say.</returns>
    private async Task<bool> PostAsync(Call<TransferMoney> call, NpgsqlTransaction transaction)
    {
        await using var batch = Batch(transaction);
        Add(
            batch,
            """
            WITH moved AS (
                UPDATE book SET balance = balance + m.amount, version = version + 1
                FROM (VALUES ($1, -$3), ($2, $3)) AS m (account, amount) WHERE book.account = m.account
                RETURNING book.account, book.version, m.amount)
            INSERT INTO entry (account, version, transaction_id, amount) SELECT account, version, $4, amount FROM moved
            """,
            call.Input.From, call.Input.To, call.Input.Amount, call.TransactionId);
        Add(
            batch,
            "SELECT bool_and(balance = $2 + (SELECT sum(amount) FROM entry WHERE entry.account = book.account)) FROM book WHERE account = ANY ($1)",
            Both(call), opening);
        return (bool)(await batch.ExecuteScalarAsync(call.Cancellation))!;
    }

    /// <summary>One value, which is an array; as an array of text it would be taken for several values.</summary>
    private static object Both(Call<TransferMoney> call) => new[] { call.Input.From, call.Input.To };

    private static NpgsqlBatch Batch(NpgsqlTransaction transaction) => new(transaction.Connection, transaction);

    private static void Add(NpgsqlBatch batch, string sql, params ReadOnlySpan<object> values)
    {
        var statement = new NpgsqlBatchCommand(sql);
        foreach (var value in values)
            statement.Parameters.Add(new NpgsqlParameter { Value = value });
        batch.BatchCommands.Add(statement);
    }
}
