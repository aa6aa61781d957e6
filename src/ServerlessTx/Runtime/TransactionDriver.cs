namespace ServerlessTx;

/// <summary>Runs a protocol over its evidence until it ends, and again from the evidence whenever another writer was first.</summary>
internal static class TransactionDriver
{
    public static async Task<DriveEnd> DriveAsync(TransactionId id, Workflow workflow, ITransactionRuntime runtime, Appended.Loaded evidence)
    {
        IReadOnlyList<PendingRecord> held = [];
        while (true)
        {
            var context = new TransactionContext(id.ToString(), runtime, evidence, held);
            try
            {
                await context.EndAsync(await workflow.RunAsync(context));
                return DriveEnd.Ended;
            }
            catch (SupersededException)
            {
                held = context.Held.ToList();
            }

            var known = evidence.Head.Version;
            evidence = await LoadAsync(runtime);
            if (Over(evidence, known) is { } end)
                return end;
        }
    }

    /// <summary>How the work of a driver that knew the stream up to a version came to its end behind it, if it did.</summary>
    public static DriveEnd? Over(Appended.Loaded evidence, long known) =>
        evidence.Records.Any(recorded => recorded.Version > known && recorded.Record is TakenOver) ? DriveEnd.TakenOver
        : evidence.Records[^1].Record is Ended ? DriveEnd.Ended
        : null;

    public static async Task<Appended.Loaded> LoadAsync(ITransactionRuntime runtime) =>
        (Appended.Loaded)await runtime.AppendAsync(new PendingAppend(StreamHead.Empty, [], TransactionStatus.Running, TimeSpan.Zero));
}

/// <summary>How a driver came to its end.</summary>
internal enum DriveEnd
{
    /// <summary>The transaction has ended.</summary>
    Ended,

    /// <summary>Another driver goes on with it.</summary>
    TakenOver,
}
