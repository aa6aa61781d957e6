namespace ServerlessTx.Testing;

/// <summary>A runtime that appends and calls nothing: a protocol runs over what is recorded, and what it wants next ends it.</summary>
internal sealed class ReplayRuntime(IReadOnlyList<Recorded> records) : ITransactionRuntime
{
    private readonly List<string> _wanted = [];

    public IReadOnlyList<string> Run(string transactionId, Workflow workflow)
    {
        var evidence = new Appended.Loaded(new StreamHead(records[^1].Version, records[^1].Append), records);
        var context = new TransactionContext(transactionId, this, evidence, []);
        // What a protocol wants next is never answered, so it stands still there.
        _ = RunAsync(context, workflow);
        return _wanted;
    }

    public Task<Appended> AppendAsync(PendingAppend pending) =>
        Task.FromResult<Appended>(new Appended.Stands(new StreamHead(pending.Head.Version + pending.Records.Count, pending.Head.Hash)));

    public Task<Invoked> InvokeAsync(PendingAppend pending, CallName call, int attempt, TimeSpan timeout)
    {
        _wanted.Add(call.ToString());
        return new TaskCompletionSource<Invoked>().Task;
    }

    public Task<Appended> DelayAsync(TimeSpan delay, StreamHead head) => Task.FromResult<Appended>(new Appended.Stands(head));

    public Task<Waited> WaitAsync(DateTimeOffset moment, StreamHead head)
    {
        _wanted.Add($"wait until {Stamp.Text(moment)}");
        return new TaskCompletionSource<Waited>().Task;
    }

    private static async Task RunAsync(TransactionContext context, Workflow workflow) => await context.EndAsync(await workflow.RunAsync(context));
}
