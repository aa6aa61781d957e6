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
        ALTER TABLE book
            ADD COLUMN IF NOT EXISTS set_aside    numeric NOT NULL DEFAULT 0,
            ADD COLUMN IF NOT EXISTS escrow_asked bigint  NOT NULL DEFAULT 0;
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
        var (objection, addUp) = await MoveAsync(call, call.Input, transaction, fromEscrow: false);
        return objection is not null
            ? Refusal.Because(objection)
            : new LockedRows($"{name}:{call.Input.From}", $"{name}:{call.Input.To}") { Checks = addUp ? ["balances_equal_opening_plus_entries"] : [] };
    }

    /// <summary>Moves money between two accounts, within what is not set aside or from what is.</summary>
    /// <returns>Why not, or whether both accounts hold what their entries say.</returns>
    public async Task<(string? Objection, bool AddUp)> MoveAsync(IBarrierCall call, TransferMoney money, NpgsqlTransaction transaction, bool fromEscrow)
    {
        var available = await AvailableAsync(call, money, transaction);
        if (fromEscrow && !await TakeFromEscrowAsync(call, money, transaction))
            return ("beyond_escrow", false);
        return !fromEscrow && available < money.Amount && !mayOwe ? ("insufficient_funds", false) : (null, await PostAsync(call, money, transaction));
    }

    /// <summary>Sets an amount aside, unless a newer wish is known or the account does not hold it.</summary>
    /// <returns>What is set aside then.</returns>
    public async Task<decimal> SetAsideAsync(NpgsqlConnection connection, string account, decimal amount, long asked, CancellationToken cancellation)
    {
        await using var batch = new NpgsqlBatch(connection);
        Add(batch, "INSERT INTO book (account, balance) VALUES ($1, $2) ON CONFLICT DO NOTHING", account, opening);
        Add(batch, "UPDATE book SET set_aside = $2, escrow_asked = $3 WHERE account = $1 AND escrow_asked < $3 AND balance >= $2", account, amount, asked);
        Add(batch, "SELECT set_aside FROM book WHERE account = $1", account);
        return (decimal)(await batch.ExecuteScalarAsync(cancellation))!;
    }

    private static async Task<bool> TakeFromEscrowAsync(IBarrierCall call, TransferMoney money, NpgsqlTransaction transaction)
    {
        await using var command = transaction.Command("UPDATE book SET set_aside = set_aside - $2 WHERE account = $1 AND set_aside >= $2", money.From, money.Amount);
        return await command.ExecuteNonQueryAsync(call.Cancellation) == 1;
    }

    private async Task<decimal> AvailableAsync(IBarrierCall call, TransferMoney money, NpgsqlTransaction transaction)
    {
        await using var batch = Batch(transaction);
        Add(batch, "INSERT INTO book (account, balance) SELECT unnest($1), $2 ORDER BY 1 ON CONFLICT DO NOTHING", Both(money), opening);
        Add(batch, "SELECT account, balance - set_aside FROM book WHERE account = ANY ($1) ORDER BY account FOR UPDATE", Both(money));
        await using var reader = await batch.ExecuteReaderAsync(call.Cancellation);
        var balances = new Dictionary<string, decimal>();
        while (await reader.ReadAsync(call.Cancellation))
            balances[reader.GetString(0)] = reader.GetDecimal(1);
        return balances[money.From];
    }

    /// <returns>Whether both accounts hold what their entries say.</returns>
    private async Task<bool> PostAsync(IBarrierCall call, TransferMoney money, NpgsqlTransaction transaction)
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
            money.From, money.To, money.Amount, call.TransactionId);
        Add(
            batch,
            "SELECT bool_and(balance = $2 + (SELECT sum(amount) FROM entry WHERE entry.account = book.account)) FROM book WHERE account = ANY ($1)",
            Both(money), opening);
        return (bool)(await batch.ExecuteScalarAsync(call.Cancellation))!;
    }

    /// <summary>One value, which is an array; as an array of text it would be taken for several values.</summary>
    private static object Both(TransferMoney money) => new[] { money.From, money.To };

    private static NpgsqlBatch Batch(NpgsqlTransaction transaction) => new(transaction.Connection, transaction);

    private static void Add(NpgsqlBatch batch, string sql, params ReadOnlySpan<object> values)
    {
        var statement = new NpgsqlBatchCommand(sql);
        foreach (var value in values)
            statement.Parameters.Add(new NpgsqlParameter { Value = value });
        batch.BatchCommands.Add(statement);
    }
}
