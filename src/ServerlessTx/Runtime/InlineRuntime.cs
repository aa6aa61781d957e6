using System.Text.Json;

namespace ServerlessTx;

/// <summary>The three primitives in this process: a call is a call, a delay is a delay. One instance drives one transaction.</summary>
internal sealed class InlineRuntime : ITransactionRuntime
{
    private const int LargeAnswerBytes = 8 * 1024;
    private const int LargestAnswerBytes = 256 * 1024;

    private readonly TransactionId _id;
    private readonly Workflow _workflow;
    private readonly TransactionStore _store;
    private readonly ServerlessTxOptions _options;
    private readonly TimeProvider _time;
    private readonly CancellationToken _stopping;
    private readonly WakeUp _wakeUp;
    private TransactionView _view = new([]);
    private DateTimeOffset _due;

    public InlineRuntime(
        TransactionId id, Workflow workflow, TransactionStore store, ServerlessTxOptions options, TimeProvider time, WakeUp wakeUp, CancellationToken stopping)
    {
        (_id, _workflow, _store, _options, _time, _wakeUp, _stopping) = (id, workflow, store, options, time, wakeUp, stopping);
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
        var append = TransactionStore.Seal(pending.Head, pending.Records);
        var due = NextDue(pending.Ahead);
        var result = await _store.AppendAsync(_id, append, _view.Started.Definition.Name, pending.Status, due, _stopping);
        if (result is not AppendResult.Appended appended)
            return new Appended.Moved();
        _due = due ?? _due;
        foreach (var recorded in Recorded.AllOf(append))
            _view.Apply(recorded);
        return new Appended.Stands(appended.Head);
    }

    public async Task<Invoked> InvokeAsync(PendingAppend pending, CallName call, int attempt, TimeSpan timeout)
    {
        var appended = pending.Records.Count == 0 ? new Appended.Stands(pending.Head) : await AppendAsync(pending);
        if (appended is not Appended.Stands)
            return new Invoked(appended);

        var asked = Stamp.Now(_time);
        if (call.Phase.IsFirst())
        {
            var left = _view.Started.Deadline - asked;
            if (left <= TimeSpan.Zero)
                return new Invoked(appended) { PastDeadline = true };
            timeout = left < timeout ? left : timeout;
        }

        var record = await AskAsync(call, attempt, timeout, asked);
        return new Invoked(appended, record, RecordCodec.Encode(record))
        {
            PastDeadline = record is Unanswered && call.Phase.IsFirst() && _time.GetUtcNow() >= _view.Started.Deadline,
        };
    }

    public async Task<Appended> DelayAsync(TimeSpan delay, StreamHead head)
    {
        if (NextDue(delay) is { } due)
        {
            if (!await _store.MoveDueAsync(_id, due, _stopping))
                return new Appended.Moved();
            _due = due;
        }

        await _wakeUp.WaitAsync(delay, _time, _stopping);
        return await LookAsync(head);
    }

    private async Task<Appended> LookAsync(StreamHead head)
    {
        if (head.Version > 0)
            return (await _store.ReadAsync(_id, head, _stopping)).Count > 0 ? new Appended.Moved() : new Appended.Stands(head);
        var loaded = await _store.LoadAsync(_id, _stopping);
        _view = new TransactionView(loaded.Records);
        return loaded;
    }

    private async Task<TransactionRecord> AskAsync(CallName call, int attempt, TimeSpan timeout, DateTimeOffset asked)
    {
        using var ends = new CancellationTokenSource(timeout, _time);
        using var attemptEnds = CancellationTokenSource.CreateLinkedTokenSource(ends.Token, _stopping);
        try
        {
            var request = await RequestAsync(call, attempt, attemptEnds.Token);
            // What runs on after its time-out is the barrier's to settle.
            var answer = await _workflow.InvokeAsync(request).WaitAsync(attemptEnds.Token);
            return await RecordAsync(call, attempt, asked, answer);
        }
        catch (Exception silence) when (!_stopping.IsCancellationRequested)
        {
            var error = ends.IsCancellationRequested ? $"no answer in {timeout.TotalMilliseconds:0} ms" : Describe(silence);
            return new Unanswered
            {
                Branch = call.Branch,
                Phase = call.Phase,
                Attempt = attempt,
                AskedAt = asked,
                Error = error,
                At = Stamp.Now(_time),
            };
        }
    }

    private async Task<CallRequest> RequestAsync(CallName call, int attempt, CancellationToken cancellation)
    {
        var results = new Dictionary<string, JsonElement>();
        foreach (var answered in _view.Results)
        {
            var result = answered.ResultHash is { } hash
                ? await _store.ReadLargeAsync(_id, answered.Name, hash, cancellation)
                : answered.Result;
            if (result is { } known)
                results[answered.Branch] = known;
        }

        return new CallRequest
        {
            TransactionId = _id.ToString(),
            Name = call,
            Attempt = attempt,
            Input = _view.InputOf(call.Branch),
            Deadline = _view.Started.Deadline,
            Results = results,
            Decision = call.Phase.IsFirst() ? null : _view.Decision,
            Reason = _view.Reason,
            Traceparent = _view.Started.Traceparent,
            Cancellation = cancellation,
        };
    }

    private async Task<Answered> RecordAsync(CallName call, int attempt, DateTimeOffset asked, Answer answer)
    {
        if (answer.Verdict is Verdict.Refused && !call.Phase.MayRefuse())
            throw new InvalidOperationException($"A {call.Phase} cannot be refused.");
        var size = answer.Result?.GetRawText().Length ?? 0;
        if (size > LargestAnswerBytes)
            throw new InvalidOperationException($"An answer has at most {LargestAnswerBytes} bytes, this one {size}.");
        var hash = size > LargeAnswerBytes ? await _store.KeepLargeAsync(_id, call, answer.Result!.Value, _stopping) : null;
        return new Answered
        {
            Branch = call.Branch,
            Phase = call.Phase,
            Verdict = answer.Verdict,
            Attempt = attempt,
            AskedAt = asked,
            Result = hash is null ? answer.Result : null,
            ResultHash = hash,
            Reason = answer.Reason,
            Decision = call.Phase.IsFirst() ? null : _view.Decision?.ToString(),
            At = Stamp.Now(_time),
        };
    }

    /// <summary>Where the due moment goes when what follows could outlast it, or when less than half the grace is left.</summary>
    private DateTimeOffset? NextDue(TimeSpan ahead)
    {
        var now = _time.GetUtcNow();
        return _due - now < ahead + _options.Grace / 2 ? now + ahead + _options.Grace : null;
    }

    private static string Describe(Exception silence)
    {
        var text = $"{silence.GetType().Name}: {silence.Message}";
        return text.Length <= 300 ? text : text[..300];
    }
}
