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
            if (EndOf(evidence, known) is { } end)
                return end;
        }
    }

    /// <summary>Why a driver that knew the stream up to a version does not go on, or nothing.</summary>
    public static DriveEnd? EndOf(Appended.Loaded evidence, long known) => evidence.Records switch
    {
        _ when evidence.Records.Any(recorded => recorded.Version > known && recorded.Record is TakenOver) => DriveEnd.TakenOver,
        [] or [.., { Record: Ended }] => DriveEnd.Ended,
        _ => null,
    };

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
