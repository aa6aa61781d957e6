namespace ServerlessTx;

/// <summary>
/// Makes a participant over <see cref="IPartitionStore"/> safe to call at any time and any number of times. It keeps one row for each
/// transaction and branch beside the business rows, written in the same batch: a repeated call gets the recorded answer, a refusal included;
/// an undo without its action leaves a tombstone (null compensation), and the action that comes later is refused (hanging).
/// </summary>
/// <param name="store">Holds the business rows and the barrier's.</param>
/// <param name="time">Paces the retries when other calls write the same rows.</param>
/// <param name="forgotten">
/// Where barrier rows are purged, and only there it is needed: knows the transactions whose rows may be gone. A call of such a one that finds
/// no row is refused with <c>forgotten</c>, or concluded as heuristic where it cannot be refused, and changes nothing.
/// </param>
public sealed class Barrier(IPartitionStore store, TimeProvider time, IForgottenTransactions? forgotten = null)
{
    private const string Forgotten = "forgotten";

    /// <summary>Does a step of a saga, once.</summary>
    /// <param name="call">The call.</param>
    /// <param name="partition">Where the participant's rows are.</param>
    /// <param name="work">Reads and writes rows and answers; runs again when other calls changed what it read. Effects elsewhere do not belong in it.</param>
    public async Task<StepAnswer<TResult>> StepAsync<TResult>(
        IBarrierCall call, string partition, Func<BarrierRows, Task<StepAnswer<TResult>>> work) =>
        (await OnceAsync(call, partition, async rows => (await work(rows)).ToAnswer())).ToStep<TResult>();

    /// <summary>Does what cannot be refused, once: an undo, a retriable step, a confirm, cancel, commit or abort.</summary>
    /// <inheritdoc cref="StepAsync"/>
    public async Task<Conclusion> ConcludeAsync(IBarrierCall call, string partition, Func<BarrierRows, Task<Conclusion>> work) =>
        (await OnceAsync(call, partition, async rows => (await work(rows)).ToAnswer())).ToConclusion();

    /// <summary>Reserves, once.</summary>
    /// <inheritdoc cref="StepAsync"/>
    public async Task<Reservation> TryAsync(IBarrierCall call, string partition, Func<BarrierRows, Task<Reservation>> work) =>
        (await OnceAsync(call, partition, async rows => (await work(rows)).ToAnswer())).ToReservation();

    /// <summary>Prepares, once.</summary>
    /// <inheritdoc cref="StepAsync"/>
    public async Task<Vote> PrepareAsync(IBarrierCall call, string partition, Func<BarrierRows, Task<Vote>> work) =>
        (await OnceAsync(call, partition, async rows => (await work(rows)).ToAnswer())).ToVote();

    private async Task<Answer> OnceAsync(IBarrierCall call, string partition, Func<BarrierRows, Task<Answer>> work)
    {
        for (var round = 1; ; round++)
        {
            var key = BarrierRecord.Key(call.TransactionId, call.Branch);
            var row = await FindAsync(partition, key, call.Cancellation);
            var record = row is null ? BarrierRecord.Empty : BarrierRecord.Read(row);
            if (record[call.Phase] is { } recorded)
                return Shown(call, recorded);
            // In this order: the mark is raised before any row goes.
            if (row is null && await IsForgottenAsync(call))
                return call.Phase.MayRefuse() ? Answer.Refused(Forgotten) : Answer.Heuristic("its transaction has ended and is forgotten here");

            var fence = await ModeFence.OfAsync(store, partition, call);
            var rows = new BarrierRows(store, partition, record[call.Phase.Forward()], call.Cancellation);
            Answer answer;
            try
            {
                answer = record.WithoutWork(call)
                    ?? (fence is not null && fence.Refuses(call.Mode!.Mode) ? Answer.Refused(ModeFence.Superseded) : await work(rows));
            }
            catch (Exception) when (!call.Cancellation.IsCancellationRequested)
            {
                // Another call of this branch may have landed between the reads; then the business rows did not fit the record, and it has the answer.
                if ((await FindAsync(partition, key, call.Cancellation))?.ETag == row?.ETag)
                    throw;
                continue;
            }

            answer = answer with { ModeTold = fence?.Told };
            var payload = record.With(call.Phase, answer).Write();
            RowWrite own = row is null ? new RowWrite.Insert(key, payload) : new RowWrite.Replace(key, row.ETag, payload);
            // A refusal keeps nothing of what was tried, only itself.
            var writes = answer.Verdict is Verdict.Refused ? [] : rows.Writes.Concat(fence?.Writes ?? []);
            RowWrite[] batch = [own, .. writes];
            if (await store.CommitAsync(partition, batch, call.Cancellation) is not CommitResult.Conflict conflict)
                return Shown(call, answer);
            rows.CheckLookedFor(batch[conflict.Index].Key);
            await Task.Delay(CallPolicy.Contention.Pause($"{call.TransactionId}/{call.Branch}", round), time, call.Cancellation);
        }
    }

    /// <summary>Tells the participant of a version of a group's mode: from here on it refuses first-phase calls of an older one.</summary>
    /// <returns>The version that it knows then.</returns>
    public Task<long> TellModeAsync(string partition, string group, long version, CancellationToken cancellation = default) =>
        ModeFence.TellAsync(store, partition, group, version, cancellation);

    /// <summary>Reads and writes a participant's rows outside any transaction, in one batch, and does nothing else.</summary>
    /// <param name="partition">Where they are.</param>
    /// <param name="work">Runs again when other calls changed what it read.</param>
    /// <param name="cancellation">Ends the trying.</param>
    public async Task<T> AloneAsync<T>(string partition, Func<BarrierRows, Task<T>> work, CancellationToken cancellation = default)
    {
        for (var round = 1; ; round++)
        {
            var rows = new BarrierRows(store, partition, forward: null, cancellation);
            var result = await work(rows);
            RowWrite[] batch = rows.HasWrites ? [.. rows.Writes] : [];
            if (batch.Length == 0 || await store.CommitAsync(partition, batch, cancellation) is not CommitResult.Conflict conflict)
                return result;
            rows.CheckLookedFor(batch[conflict.Index].Key);
            await Task.Delay(CallPolicy.Contention.Pause(partition, round), time, cancellation);
        }
    }

    private static Answer Shown(IBarrierCall call, Answer answer)
    {
        call.Mode?.Show(answer.ModeTold);
        return answer;
    }

    private async Task<Row?> FindAsync(string partition, string key, CancellationToken cancellation) =>
        (await store.ReadAsync(partition, RowQuery.Single(key), cancellation)).Rows.FirstOrDefault();

    private async Task<bool> IsForgottenAsync(IBarrierCall call) =>
        forgotten is not null && await forgotten.IsForgottenAsync(call.TransactionId, call.Cancellation);
}
