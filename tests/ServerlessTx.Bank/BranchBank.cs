using Npgsql;

namespace ServerlessTx.Bank;

/// <summary>One of the two banks: its accounts, and every way in which money enters and leaves them.</summary>
internal sealed class BranchBank(PostgreSqlDatabase database) : ITccParticipant<Order>
{
    /// <summary>
    /// Conserved over both banks: balances, holds, and what is in transit, which counts up where money leaves and down where it arrives. Each change
    /// of an account is a movement with the account's next version.
    /// </summary>
    public const string Tables =
        """
        CREATE TABLE account (id text PRIMARY KEY, balance numeric NOT NULL CONSTRAINT no_debts CHECK (balance >= 0), version bigint NOT NULL DEFAULT 0);
        CREATE TABLE movement (account text, version bigint, transaction_id text NOT NULL, amount numeric NOT NULL, PRIMARY KEY (account, version));
        CREATE TABLE hold (transaction_id text PRIMARY KEY, account text NOT NULL, amount numeric NOT NULL);
        CREATE TABLE transit (transaction_id text PRIMARY KEY, amount numeric NOT NULL);
        CREATE TABLE look (transaction_id text PRIMARY KEY, total numeric NOT NULL, least numeric NOT NULL);
        """;

    public string Name => database.Name;

    /// <summary>A participant of a two-phase commit: money leaves here.</summary>
    public IResourceManager<Order> Debiting() => database.TwoPhaseCommit<Order>(async (call, db) =>
        await MoveAsync(db, call.TransactionId, call.Input.From, -call.Input.Amount)
            ? new LockedRows($"account:{call.Input.From}")
            : Refusal.Because("insufficient_funds"));

    /// <summary>A participant of a two-phase commit: money arrives here.</summary>
    public IResourceManager<Order> Crediting() => database.TwoPhaseCommit<Order>(async (call, db) =>
    {
        await MoveAsync(db, call.TransactionId, call.Input.To, call.Input.Amount);
        return new LockedRows($"account:{call.Input.To}");
    });

    /// <summary>A participant of a two-phase commit: nobody moves anything here while it adds up.</summary>
    public IResourceManager<Look> Looking() => database.TwoPhaseCommit<Look>(async (call, db) =>
    {
        await db.Command("LOCK TABLE account, hold, transit IN SHARE MODE").ExecuteNonQueryAsync();
        await db.Command(
            """
            INSERT INTO look SELECT $1,
                (SELECT sum(balance) FROM account) + (SELECT coalesce(sum(amount), 0) FROM hold) + (SELECT coalesce(sum(amount), 0) FROM transit),
                (SELECT min(balance) FROM account)
            """,
            call.TransactionId).ExecuteNonQueryAsync();
        return new LockedRows();
    });

    /// <summary>A saga's first step.</summary>
    public Task<StepAnswer<string>> LeaveAsync(Call<Order> call) => database.Barrier.StepAsync<string>(call, async db =>
    {
        if (!await MoveAsync(db.Transaction, call.TransactionId, call.Input.From, -call.Input.Amount))
            return Refusal.Because("insufficient_funds");
        await TransitAsync(db, call, call.Input.Amount);
        return call.Key;
    });

    /// <summary>Its undo.</summary>
    public Task<Conclusion> ComeBackAsync(Call<Order> call) => database.Barrier.ConcludeAsync(call, async db =>
    {
        await MoveAsync(db.Transaction, call.TransactionId, call.Input.From, call.Input.Amount);
        await db.Command("DELETE FROM transit WHERE transaction_id = $1", call.TransactionId).ExecuteNonQueryAsync();
        return Conclusion.Done();
    });

    /// <summary>A saga's last step.</summary>
    public Task<Conclusion> ArriveAsync(Call<Order> call) => database.Barrier.ConcludeAsync(call, db => ArriveAsync(db, call));

    /// <summary>Of a TCC: holds the money where it leaves; where it arrives there is nothing to hold.</summary>
    public Task<Reservation> TryAsync(Call<Order> call) => database.Barrier.TryAsync(call, async db =>
    {
        if (LeavesHere(call))
        {
            if (!await MoveAsync(db.Transaction, call.TransactionId, call.Input.From, -call.Input.Amount))
                return Reservation.Refused("insufficient_funds");
            await db.Command("INSERT INTO hold VALUES ($1, $2, $3)", call.TransactionId, call.Input.From, call.Input.Amount).ExecuteNonQueryAsync();
        }

        return Reservation.Reserved(new { reservation = new { id = call.Key, amount = call.Input.Amount, expires_at = call.Deadline } });
    });

    public Task<Conclusion> ConfirmAsync(Call<Order> call) => database.Barrier.ConcludeAsync(call, async db =>
    {
        if (!LeavesHere(call))
            return await ArriveAsync(db, call);
        await db.Command("DELETE FROM hold WHERE transaction_id = $1", call.TransactionId).ExecuteNonQueryAsync();
        await TransitAsync(db, call, call.Input.Amount);
        return Conclusion.Done();
    });

    public Task<Conclusion> CancelAsync(Call<Order> call) => database.Barrier.ConcludeAsync(call, async db =>
    {
        if (LeavesHere(call))
        {
            await db.Command("DELETE FROM hold WHERE transaction_id = $1", call.TransactionId).ExecuteNonQueryAsync();
            await MoveAsync(db.Transaction, call.TransactionId, call.Input.From, call.Input.Amount);
        }

        return Conclusion.Done();
    });

    /// <returns>Whether there was enough.</returns>
    public static async Task<bool> MoveAsync(NpgsqlTransaction db, string transactionId, string account, decimal amount) => await db.Command(
        """
        WITH moved AS (
            UPDATE account SET balance = balance + $3, version = version + 1 WHERE id = $2 AND balance + $3 >= 0 RETURNING id, version)
        INSERT INTO movement SELECT id, version, $1, $3 FROM moved
        """,
        transactionId, account, amount).ExecuteNonQueryAsync() == 1;

    private bool LeavesHere(Call<Order> call) => call.Input.From.StartsWith(Name, StringComparison.Ordinal);

    private static async Task<Conclusion> ArriveAsync(BarrierTransaction db, Call<Order> call)
    {
        await MoveAsync(db.Transaction, call.TransactionId, call.Input.To, call.Input.Amount);
        await TransitAsync(db, call, -call.Input.Amount);
        return Conclusion.Done();
    }

    private static Task TransitAsync(BarrierTransaction db, Call<Order> call, decimal amount) =>
        db.Command("INSERT INTO transit VALUES ($1, $2)", call.TransactionId, amount).ExecuteNonQueryAsync();
}
