using Microsoft.Extensions.Logging;

namespace ServerlessTx;

/// <summary>
/// Takes over transactions whose driver has not been heard of: it appends the takeover, by which the one before ends if it lives,
/// and drives on. One that is undecided past its deadline is turned back on the way, and of a child that has ended its parent is told.
/// </summary>
internal sealed partial class Recovery(
    TransactionStore store, Turning turning, WorkflowRegistry workflows, ITransactionDrivers drivers,
    ShardMap shards, ServerlessTxOptions options, TimeProvider time, ILogger<Recovery> logger, ChildNotices? notices = null)
{
    /// <summary>Takes up what is due, or everything that is open.</summary>
    /// <returns>How many transactions are driven from here now that were not.</returns>
    /// <exception cref="StoreUnavailableException">A partition did not answer; the others were looked at all the same.</exception>
    public async Task<int> RunAsync(bool everything, CancellationToken cancellation)
    {
        var taken = 0;
        StoreUnavailableException? unavailable = null;
        foreach (var partition in await shards.PartitionsAsync(cancellation))
        {
            try
            {
                taken += await RunAsync(partition, everything, cancellation);
            }
            catch (StoreUnavailableException silent)
            {
                unavailable = silent;
            }
        }

        return unavailable is null ? taken : throw unavailable;
    }

    private async Task<int> RunAsync(string partition, bool everything, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var due = new List<TransactionId>();
        await foreach (var open in store.Rows.ReadAllAsync(partition, RowQuery.Prefix(RowKinds.Open), cancellation))
        {
            var id = TransactionRows.IdOf(open.Key)!;
            if ((everything || TransactionRows.DueOf(open) <= now) && !await drivers.DrivesAsync(id, cancellation))
                due.Add(id);
        }

        var taken = 0;
        foreach (var some in due.Chunk(options.RecoveryConcurrency))
            taken += (await Task.WhenAll(some.Select(id => TryTakeOverAsync(id, cancellation)))).Count(isTaken => isTaken);
        return taken;
    }

    /// <summary>One that cannot be taken up must not keep the others waiting.</summary>
    private async Task<bool> TryTakeOverAsync(TransactionId id, CancellationToken cancellation)
    {
        try
        {
            return await TakeOverAsync(id, cancellation);
        }
        catch (Exception failure) when (failure is not (OperationCanceledException or StoreUnavailableException))
        {
            LogLeft(id.ToString(), failure);
            return false;
        }
    }

    private async Task<bool> TakeOverAsync(TransactionId id, CancellationToken cancellation)
    {
        // It may have begun, or been taken up, since its row was read.
        using var place = drivers.TryKeep(id);
        if (place is null)
            return false;
        // Whoever writes meanwhile takes the kept place for a driver, and has the transaction due only when that one would be missed: so it is looked at again.
        long? lost = null;
        while (true)
        {
            await turning.AtDeadlineAsync(id, cancellation);
            var evidence = await store.LoadAsync(id, cancellation);
            var facts = KnownFacts.Of(evidence.Records);
            if (evidence.Records is not [{ Record: Started started }, ..])
                return false;
            if (facts.End is not null)
            {
                if (started.Parent is not null && notices is not null)
                    await notices.TellAsync(id, cancellation);
                return false;
            }

            if (lost is { } before && TransactionDriver.EndOf(evidence, before) is DriveEnd.TakenOver)
                return false;
            if (workflows.Find(started.Definition) is not { } workflow)
            {
                LogUnknown(id.ToString(), started.Definition.Name, started.Definition.Version);
                return false;
            }

            var takeover = new TakenOver { By = options.HostName, At = Stamp.Now(time) };
            var append = TransactionStore.Seal(evidence.Head, [RecordCodec.Encode(takeover)]);
            var due = time.GetUtcNow() + options.Grace + started.Definition.Policy.Timeout;
            var written = await store.AppendAsync(id, append, started.Definition.Name, facts.Status, due, cancellation);
            if (written is AppendResult.Appended)
            {
                await drivers.StartAsync(id, workflow, new(append.Head, [.. evidence.Records, .. Recorded.AllOf(append)]), due);
                return true;
            }

            if (written is AppendResult.Refused)
                return false;
            lost = written is AppendResult.Overtaken ? append.Head.Version : evidence.Head.Version;
        }
    }

    [LoggerMessage(LogLevel.Error, "Transaction {Id} could not be taken up.")]
    private partial void LogLeft(string id, Exception failure);

    [LoggerMessage(LogLevel.Error, "Transaction {Id} cannot go on here: {Workflow} version {Version} with its fingerprint is not registered. Register the definition it began with.")]
    private partial void LogUnknown(string id, string workflow, int version);
}
