using Npgsql;

namespace ServerlessTx.Participants.PostgreSql;

/// <summary>
/// The barrier of a saga's steps and of a TCC, in the transaction of the work behind it: they are committed together or not at all. A repeated
/// call gets the recorded answer, a refusal included; an undo without its action leaves a mark (null compensation), and the action that comes
/// later is refused (hanging).
/// </summary>
public sealed class PostgreSqlBarrier
{
    private readonly PostgreSqlDatabase _database;

    internal PostgreSqlBarrier(PostgreSqlDatabase database) => _database = database;

    /// <summary>Does a step of a saga, or its pivot, once.</summary>
    /// <param name="call">The call.</param>
    /// <param name="work">Reads and writes rows and answers; what it wrote is kept unless it refuses. Effects elsewhere do not belong in it.</param>
    public async Task<StepAnswer<TResult>> StepAsync<TResult>(IBarrierCall call, Func<BarrierTransaction, Task<StepAnswer<TResult>>> work) =>
        (await OnceAsync(call, async transaction => (await work(transaction)).ToAnswer())).ToStep<TResult>();

    /// <summary>Does what cannot be refused, once: an undo, a retriable step, a confirm, a cancel.</summary>
    /// <inheritdoc cref="StepAsync"/>
    public async Task<Conclusion> ConcludeAsync(IBarrierCall call, Func<BarrierTransaction, Task<Conclusion>> work) =>
        (await OnceAsync(call, async transaction => (await work(transaction)).ToAnswer())).ToConclusion();

    /// <summary>Reserves, once.</summary>
    /// <inheritdoc cref="StepAsync"/>
    public async Task<Reservation> TryAsync(IBarrierCall call, Func<BarrierTransaction, Task<Reservation>> work) =>
        (await OnceAsync(call, async transaction => (await work(transaction)).ToAnswer())).ToReservation();

    /// <summary>Records an answer that a person gives, unless one stands.</summary>
    /// <returns>What stands.</returns>
    internal Task<Answer> ConcludeByHandAsync(IBarrierCall call, Answer said) => OnceAsync(call, _ => Task.FromResult(said), byHand: true);

    private async Task<Answer> OnceAsync(IBarrierCall call, Func<BarrierTransaction, Task<Answer>> work, bool byHand = false)
    {
        await using var connection = await _database.OpenAsync(call.Cancellation);
        await using var transaction = await connection.BeginTransactionAsync(call.Cancellation);
        var (isOurs, record) = await EnterAsync(connection, call);
        if (!isOurs)
            return record[call.Phase]!;
        var others = record.Without(call.Phase);
        var answer = StorableText.In(connection, (byHand ? null : others.WithoutWork(call))
            ?? (await ModeTable.RefusesAsync(connection, call)
                ? Answer.Refused(ModeFence.Superseded)
                : await work(new BarrierTransaction(transaction, others[call.Phase.Forward()]))));
        await EndAsync(connection, call, answer);
        return answer;
    }

    /// <summary>
    /// Takes the row of this phase, or waits for whoever has it. A second phase first puts the mark where its first call would put its answer:
    /// it waits for a first call that is at work, and lets none pass later. The row of the first call is held until the end, so that
    /// confirm and cancel do not pass each other.
    /// </summary>
    private async Task<(bool IsOurs, BarrierRecord Record)> EnterAsync(NpgsqlConnection connection, IBarrierCall call)
    {
        var (transaction, branch, forward) = (call.TransactionId, call.Branch, call.Phase.Forward());
        NpgsqlBatchCommand[] first = forward == call.Phase ? [] :
        [
            BarrierTable.Insert(transaction, branch, forward, Answer.Refused(BarrierRecord.TurnedBackBefore)),
            BarrierTable.Lock(transaction, branch, forward),
        ];
        await using var batch = connection.Batch(
            [
                Statement.Bounds(_database.Options.LockTimeout, _database.Options.StatementTimeout),
                .. first,
                BarrierTable.Insert(transaction, branch, call.Phase, Answer.Done(null)),
                BarrierTable.Select(transaction, branch),
                WorkSavepoint.Set(),
            ]);
        await using var reader = await batch.ExecuteReaderAsync(call.Cancellation);
        for (var statement = 0; statement <= first.Length; statement++)
            await reader.NextResultAsync(call.Cancellation);
        var isOurs = await reader.ReadAsync(call.Cancellation);
        await reader.NextResultAsync(call.Cancellation);
        return (isOurs, await BarrierTable.ReadAsync(reader, call.Cancellation));
    }

    /// <summary>A refusal keeps nothing of what was tried, only itself.</summary>
    private static async Task EndAsync(NpgsqlConnection connection, IBarrierCall call, Answer answer)
    {
        await using var batch = connection.Batch(
            answer.Verdict is Verdict.Refused ? WorkSavepoint.RollBack() : WorkSavepoint.Release(),
            BarrierTable.Update(call.TransactionId, call.Branch, call.Phase, answer),
            new("COMMIT"));
        try
        {
            await batch.ExecuteNonQueryAsync(call.Cancellation);
        }
        catch (PostgresException error) when (WorkSavepoint.Missed(call.Branch, error) is { } ended)
        {
            throw ended;
        }
    }
}
