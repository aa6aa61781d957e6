using Microsoft.DurableTask;

namespace ServerlessTx.Functions;

/// <summary>
/// The three primitives inside an orchestrator: a call is an activity, a delay a durable timer. What it awaits is the context's, and what it
/// knows came out of an activity's answer or out of its input; one instance drives one generation.
/// </summary>
internal sealed class DurableRuntime : ITransactionRuntime
{
    private static readonly CallPolicy StorePauses = new() { FirstDelayMs = 1_000, MaxDelayMs = 15_000 };

    private readonly TaskOrchestrationContext _context;
    private readonly Generation _generation;
    private readonly Activities _activities;
    private readonly List<Recorded> _facts = [];
    private Task? _wakeUp;
    private long _dueMs;

    public DurableRuntime(TaskOrchestrationContext context, Generation generation)
    {
        (_context, _generation, _dueMs) = (context, generation, generation.DueMs);
        _activities = new Activities(context);
        _facts.AddRange(generation.Evidence()?.Records ?? []);
    }

    /// <summary>What the next generation would be told.</summary>
    public Generation Next(IEnumerable<PendingRecord> held) => _generation.Next(_facts, _dueMs, held);

    public async Task<Appended> AppendAsync(PendingAppend pending)
    {
        var appended = Take(pending, await AppendOrWaitAsync(Request(pending)));
        if (appended is Appended.Stands && pending.Records.Count > 0 && !pending.Status.IsEnd())
            EndGenerationWhenLong();
        return appended;
    }

    public async Task<Invoked> InvokeAsync(PendingAppend pending, CallName call, int attempt, TimeSpan timeout)
    {
        // Only a round of one call carries records, so nothing is out beside it when the generation ends here.
        if (pending.Records.Count > 0 && _activities.AreMany)
            return new Invoked(await AppendAsync(pending));
        var step = Request(pending) with
        {
            Branch = call.Branch,
            Phase = call.Phase,
            Attempt = attempt,
            TimeoutMs = (long)timeout.TotalMilliseconds,
        };
        var answer = await _activities.AskAsync(Names.Step, step);
        if (answer is { Fate: not Fate.Unavailable })
            return Taken(pending, answer);

        // It may have appended, and called: the same bytes stand at most once, and what the participant did its barrier knows.
        var appended = pending.Records.Count == 0 ? new Appended.Stands(pending.Head) : await AppendAsync(pending);
        return answer is null && appended is Appended.Stands ? Silence(appended, call, attempt) : new Invoked(appended);
    }

    public async Task<Appended> DelayAsync(TimeSpan delay, StreamHead head)
    {
        await WaitAsync(delay);
        var found = await LookAsync(head, TimeSpan.Zero);
        if (found is Appended.Stands)
            EndGenerationWhenLong();
        return found;
    }

    public async Task<Waited> WaitAsync(DateTimeOffset moment, StreamHead head)
    {
        var left = moment - _context.CurrentUtcDateTime;
        if (left <= TimeSpan.Zero)
            return new Waited(new Appended.Stands(head), IsOver: true);
        // Of a transaction that looks due recovery would wake this instance over and over.
        if (_dueMs < moment.ToUnixTimeMilliseconds() && await LookAsync(head, left) is not Appended.Stands)
            return new Waited(new Appended.Moved(), IsOver: false);
        await WaitAsync(left);
        var found = await LookAsync(head, TimeSpan.Zero);
        if (found is Appended.Stands)
            EndGenerationWhenLong();
        return new Waited(found, _context.CurrentUtcDateTime >= moment);
    }

    /// <summary>Whether the stream has moved; a look ahead of a long wait moves the due moment behind it.</summary>
    private Task<Appended> LookAsync(StreamHead head, TimeSpan ahead) =>
        AppendAsync(new PendingAppend(head, [], TransactionStatus.Running, ahead));

    /// <summary>
    /// A timer, or a wake-up before it. There is one waiter, never cancelled: a cancelled one would swallow the next event, and one that was
    /// lost costs no more than the timer, since the stream is read behind either.
    /// </summary>
    private async Task WaitAsync(TimeSpan delay)
    {
        _wakeUp ??= _context.WaitForExternalEvent<string?>(Names.WakeUp);
        using var over = new CancellationTokenSource();
        var timer = _context.CreateTimer(_context.CurrentUtcDateTime + delay, over.Token);
        _activities.Count();
        if (await Task.WhenAny(timer, _wakeUp) == timer)
            return;
        _activities.Count();
        _wakeUp = null;
        // An orphan timer would keep the instance open.
        over.Cancel();
    }

    /// <summary>An append that cannot be made waits for the store, however long. It carries the same bytes each time.</summary>
    private async Task<ActivityAnswer> AppendOrWaitAsync(ActivityRequest request)
    {
        for (var round = 1; ; round++)
        {
            if (await _activities.AskAsync(Names.Append, request) is { Fate: not Fate.Unavailable } answer)
                return answer;
            await WaitAsync(StorePauses.Pause(request.TransactionId, round));
            EndGenerationWhenLong();
        }
    }

    private Started? Started => _facts is [{ Record: Started started }, ..] ? started : null;

    private ActivityRequest Request(PendingAppend pending) => new()
    {
        TransactionId = _context.InstanceId,
        Generation = _generation.Number,
        Version = pending.Head.Version,
        Hash = pending.Head.Hash.ToString(),
        Records = [.. pending.Records.Select(record => record.Bytes.ToArray())],
        Workflow = Started?.Definition.Name ?? "",
        Status = pending.Status,
        IsChild = Started?.Parent is not null,
        AheadMs = (long)pending.Ahead.TotalMilliseconds,
        DueMs = _dueMs,
    };

    private Invoked Taken(PendingAppend pending, ActivityAnswer answer)
    {
        var appended = Take(pending, answer);
        return answer.Record is { } bytes
            ? new Invoked(appended, CarriedRecord.Decode(bytes), bytes) { PastDeadline = answer.PastDeadline }
            : new Invoked(appended) { PastDeadline = answer.PastDeadline };
    }

    private Appended Take(PendingAppend pending, ActivityAnswer answer)
    {
        switch (answer.Fate)
        {
            case Fate.Stands:
                var head = new StreamHead(answer.Version, ChainHash.Parse(answer.Hash!));
                _facts.AddRange(pending.Records.Select((record, i) =>
                    new Recorded(pending.Head.Version + 1 + i, head.Hash, CarriedRecord.Decode(record.Bytes.ToArray()))));
                _dueMs = answer.DueMs;
                return new Appended.Stands(head);
            case Fate.Loaded:
                _facts.Clear();
                _facts.AddRange(answer.Facts!.Select(fact => fact.ToRecorded()));
                return new Appended.Loaded(new StreamHead(answer.Version, ChainHash.Parse(answer.Hash!)), [.. _facts]);
            default:
                return new Appended.Moved();
        }
    }

    /// <summary>An attempt whose activity failed each time: nobody knows what it did. Its stamp is not taken here, where no clock is.</summary>
    private Invoked Silence(Appended appended, CallName call, int attempt)
    {
        var silence = new Unanswered
        {
            Branch = call.Branch,
            Phase = call.Phase,
            Attempt = attempt,
            Error = $"the activity failed: {Cut(_activities.LastFailure)}",
            At = _facts.Max(fact => fact.Record.At),
        };
        return new Invoked(appended, silence, RecordCodec.Encode(silence));
    }

    private void EndGenerationWhenLong()
    {
        if (_activities.AreMany)
            throw new GenerationOverException();
    }

    private static string Cut(string text) => text.Length <= 300 ? text : text[..300];
}
