namespace ServerlessTx;

/// <summary>
/// Names, retries, deadlines and evidence, written once for every protocol and both runtimes. What is buffered is flushed with the next
/// call, so that a sequential result costs no append of its own.
/// </summary>
internal sealed partial class TransactionContext : ITransactionContext
{
    private readonly string _transactionId;
    private readonly ITransactionRuntime _runtime;
    private readonly KnownFacts _facts;
    private readonly Dictionary<CallName, PendingRecord> _held;
    private readonly List<PendingRecord> _pending = [];
    private StreamHead _head;

    public TransactionContext(string transactionId, ITransactionRuntime runtime, Appended.Loaded evidence, IEnumerable<PendingRecord> held)
    {
        _transactionId = transactionId;
        _runtime = runtime;
        _head = evidence.Head;
        _held = held.ToDictionary(answer => ((Answered)answer.Record).Name);
        _facts = KnownFacts.Of(evidence.Records);
    }

    /// <summary>
    /// The answers of participants that no append holds yet. A driver that starts again takes them along: they are facts,
    /// unlike what it concluded from them.
    /// </summary>
    public IEnumerable<PendingRecord> Held => _pending
        .Where(pending => pending.Record is Answered { Verdict: Verdict.Done or Verdict.Refused or Verdict.Heuristic, Phase: not Phase.Wait })
        .Concat(_held.Values);

    public async Task<IReadOnlyList<Answered>> CallAllAsync(IEnumerable<PlannedCall> calls)
    {
        var round = calls.ToList();
        foreach (var call in round)
            Recall(call.Name);
        while (Silent(round) is { Count: > 0 } silent)
        {
            await AskAsync(silent);
            if (Silent(round) is { Count: > 0 } still)
                await PauseAsync(still);
        }

        return round.Select(call => _facts.Answer(call.Name)!).ToList();
    }

    public Task<Decision> DecideAsync(Slot slot, Decision proposal, string? reason = null)
    {
        if (_facts.Decision(slot) is { } standing)
            return Task.FromResult(standing);
        Buffer(new Decided { Slot = slot, Decision = proposal, Reason = reason, At = _facts.Newest });
        return Task.FromResult(proposal);
    }

    public async Task EndAsync(TransactionStatus status)
    {
        if (_facts.End is not null)
            return;
        Buffer(new Ended { Status = status, At = _facts.Newest });
        await FlushAsync(TimeSpan.Zero);
    }

    /// <summary>What an earlier run brought home, or the reason not to ask: both become records before anything is called.</summary>
    private void Recall(CallName name)
    {
        var isHeld = _held.Remove(name, out var held);
        if (_facts.Answer(name) is { } standing)
        {
            if (isHeld && _facts.End is null && standing.Verdict is Verdict.Unknown or Verdict.Unasked)
                BufferLate(held!);
            return;
        }

        if (!name.Phase.IsFirst() || !_facts.TurnedBack)
        {
            if (isHeld)
                Buffer(held!);
            return;
        }

        Buffer(NoAnswer(name, Verdict.Unasked, _facts.TurnedBackReason ?? "the transaction was turned back"));
        if (isHeld)
            BufferLate(held!);
    }

    private void BufferLate(PendingRecord held) => Buffer(new Late { Answer = (Answered)held.Record, At = held.Record.At });

    /// <summary>
    /// The calls of a round that are still to be answered. A first-phase call is given up when a refusal settles its round, or when its
    /// attempts are used up: it may have run.
    /// </summary>
    private List<PlannedCall> Silent(List<PlannedCall> round)
    {
        var refused = round.FirstOrDefault(call => _facts.Answer(call.Name)?.Verdict is Verdict.Refused);
        foreach (var call in round.Where(call => call.Name.Phase.IsFirst() && _facts.Answer(call.Name) is null))
        {
            if (refused is not null)
                Buffer(NoAnswer(call.Name, Verdict.Unknown, $"not asked again: {refused.Name.Branch} refused"));
            else if (_facts.Attempts(call.Name) >= call.Policy.Attempts)
                Buffer(NoAnswer(call.Name, Verdict.Unknown, $"no answer in {_facts.Attempts(call.Name)} attempts"));
        }

        return round.Where(call => _facts.Answer(call.Name) is null).ToList();
    }

    private async Task AskAsync(List<PlannedCall> silent)
    {
        ReportTakeovers(silent);
        var ahead = silent.Max(call => call.Policy.Timeout);
        if (silent is [var only])
        {
            var pending = Pending(ahead);
            var invoked = await _runtime.InvokeAsync(pending, only.Name, _facts.Attempts(only.Name) + 1, only.Policy.Timeout);
            Stood(invoked.Appended);
            Take(only, invoked);
            return;
        }

        await FlushAsync(ahead);
        var nothing = Pending(ahead);
        var answers = await Task.WhenAll(silent.Select(call =>
            _runtime.InvokeAsync(nothing, call.Name, _facts.Attempts(call.Name) + 1, call.Policy.Timeout)));
        foreach (var (call, invoked) in silent.Zip(answers))
            Take(call, invoked);
    }

    /// <summary>What brought neither an answer nor silence was no attempt, and is made again.</summary>
    private void Take(PlannedCall call, Invoked invoked)
    {
        if (invoked.PastDeadline)
            Buffer(NoAnswer(call.Name, Verdict.Unknown, Answered.PastDeadline));
        else if (invoked.Record is null)
            return;
        else if (invoked.Record is Unanswered silent && _facts.Silent.Contains(call.Name.ToString()))
            _facts.Count(call.Name, silent.Attempt);
        else
            Buffer(new PendingRecord(invoked.Record, invoked.Bytes));
    }

    /// <summary>Drivers that vanish one after the other, each before it could record an attempt, make no progress either.</summary>
    private void ReportTakeovers(List<PlannedCall> silent)
    {
        if (!silent[0].Name.Phase.IsFirst() && _facts.Takeovers >= silent.Max(call => call.Policy.StuckAfter))
            ReportStuck(silent, _facts.Takeovers);
    }

    private void ReportStuck(List<PlannedCall> silent, int attempts)
    {
        if (_facts.Silent.Count == 0)
            Buffer(new Stuck { Silent = silent.Select(call => call.Name.ToString()).ToList(), Attempts = attempts, At = _facts.Newest });
    }

    /// <summary>Waits before the silent are asked again. A decided transaction that makes no progress says so first.</summary>
    private async Task PauseAsync(List<PlannedCall> silent)
    {
        var attempts = silent.Max(call => _facts.Attempts(call.Name));
        if (!silent[0].Name.Phase.IsFirst() && attempts >= silent.Max(call => call.Policy.StuckAfter))
            ReportStuck(silent, attempts);
        var pause = silent.Max(call => call.Policy.Pause(call.Name.Key(_transactionId), attempts, _facts.RetryAfter(call.Name)));
        await FlushAsync(pause);
        Stood(await _runtime.DelayAsync(pause, _head));
    }

    private async Task FlushAsync(TimeSpan ahead)
    {
        if (_pending.Count > 0)
            Stood(await _runtime.AppendAsync(Pending(ahead)));
    }

    private PendingAppend Pending(TimeSpan ahead) =>
        new(_head, [.. _pending], _facts.Status, ahead);

    private void Stood(Appended appended)
    {
        if (appended is not Appended.Stands stands)
            throw new SupersededException();
        _head = stands.Head;
        _pending.Clear();
    }

    private Answered NoAnswer(CallName name, Verdict verdict, string reason) => new()
    {
        Branch = name.Branch,
        Phase = name.Phase,
        Verdict = verdict,
        Attempt = _facts.Attempts(name),
        Reason = reason,
        At = _facts.Newest,
    };

    private void Buffer(TransactionRecord record) => Buffer(new PendingRecord(record, RecordCodec.Encode(record)));

    private void Buffer(PendingRecord pending)
    {
        _facts.Apply(pending.Record);
        _pending.Add(pending);
    }
}
