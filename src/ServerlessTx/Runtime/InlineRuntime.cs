namespace ServerlessTx;

/// <summary>The three primitives in this process: a call is a call, a delay is a delay. One instance drives one transaction.</summary>
internal sealed class InlineRuntime : ITransactionRuntime
{
    /// <summary>A timer of this process goes no further than some weeks.</summary>
    private static readonly TimeSpan LongestTimer = TimeSpan.FromDays(1);

    private readonly TransactionId _id;
    private readonly Workflow _workflow;
    private readonly TransactionStore _store;
    private readonly CallEffect _effect;
    private readonly ServerlessTxOptions _options;
    private readonly TimeProvider _time;
    private readonly CancellationToken _stopping;
    private readonly WakeUp _wakeUp;
    private TransactionView _view = new([]);
    private DateTimeOffset _due;

    public InlineRuntime(
        TransactionId id, Workflow workflow, TransactionStore store, CallEffect effect, ServerlessTxOptions options, TimeProvider time,
        WakeUp wakeUp, CancellationToken stopping)
    {
        (_id, _workflow, _store, _effect, _options) = (id, workflow, store, effect, options);
        (_time, _wakeUp, _stopping) = (time, wakeUp, stopping);
        _due = time.GetUtcNow();
    }

    /// <summary>Takes up evidence that is known already, as a starter does with its own begin record.</summary>
    public void Know(Appended.Loaded evidence, DateTimeOffset due)
    {
        _view = new TransactionView(evidence.Records);
        _due = due;
    }

    public async Task<Appended> AppendAsync(PendingAppend pending)
    {
        if (pending.Records.Count == 0)
            return await LookAsync(pending.Head);
        _stopping.ThrowIfCancellationRequested();
        var append = TransactionStore.Seal(pending.Head, [.. pending.Records.Select(record => record.Bytes)]);
        var due = NextDue(pending.Ahead);
        var result = await _store.AppendAsync(_id, append, _view.Started.Definition.Name, pending.Status, due, _stopping, _view.Started.Parent is not null);
        if (result is not AppendResult.Appended appended)
            return new Appended.Moved();
        _due = due ?? _due;
        foreach (var record in pending.Records)
            _view.Apply(record.Record, append.Hash);
        return new Appended.Stands(appended.Head);
    }

    public async Task<Invoked> InvokeAsync(PendingAppend pending, CallName call, int attempt, TimeSpan timeout)
    {
        var appended = pending.Records.Count == 0 ? new Appended.Stands(pending.Head) : await AppendAsync(pending);
        return appended is Appended.Stands
            ? await _effect.AskAsync(appended, new CallAttempt(_id, _workflow, call, attempt, timeout), _view, _stopping)
            : new Invoked(appended);
    }

    public async Task<Appended> DelayAsync(TimeSpan delay, StreamHead head)
    {
        if (NextDue(delay) is { } due && !await MoveDueAsync(due, head))
            return new Appended.Moved();
        await _wakeUp.WaitAsync(delay, _time, _stopping);
        return await LookAsync(head);
    }

    public async Task<Waited> WaitAsync(DateTimeOffset moment, StreamHead head)
    {
        var left = moment - _time.GetUtcNow();
        if (left <= TimeSpan.Zero)
            return new Waited(new Appended.Stands(head), IsOver: true);
        // Whoever appends behind this driver's back has the transaction due at once, so that recovery takes it up where nobody can be woken.
        if (NextDue(left) is { } due && !await MoveDueAsync(due, head))
            return new Waited(new Appended.Moved(), IsOver: false);
        var found = await DelayAsync(left < LongestTimer ? left : LongestTimer, head);
        return new Waited(found, _time.GetUtcNow() >= moment);
    }

    private async Task<Appended> LookAsync(StreamHead head)
    {
        var found = await _store.LookAsync(_id, head, _stopping);
        if (found is Appended.Loaded loaded)
        {
            // Whoever wrote what is new here may have moved the due moment.
            (_view, _due) = (new TransactionView(loaded.Records), _time.GetUtcNow());
        }

        return found;
    }

    private async Task<bool> MoveDueAsync(DateTimeOffset due, StreamHead head)
    {
        if (!await _store.MoveDueAsync(_id, head, due, _stopping))
            return false;
        _due = due;
        return true;
    }

    private DateTimeOffset? NextDue(TimeSpan ahead) => Due.Next(_due, _time.GetUtcNow(), ahead, _options);
}
