namespace ServerlessTx;

/// <summary>What is known of the waits of a transaction: what stands first in each slot, signals that nobody waits for yet included.</summary>
internal sealed class WaitFacts
{
    private readonly Dictionary<string, Signalled> _signals = [];
    private readonly Dictionary<(string Branch, int Round), WaitBegan> _began = [];
    private readonly Dictionary<(string Branch, int Round), WaitOutcome> _outcomes = [];

    /// <summary>The rounds that have begun and are not decided.</summary>
    public IEnumerable<WaitBegan> Open => _began.Where(began => !_outcomes.ContainsKey(began.Key)).Select(began => began.Value);

    /// <summary>What was said first under a signal's name.</summary>
    public Signalled? Signal(string name) => _signals.GetValueOrDefault(name);

    public Signalled? Signal(PlannedWait wait) => Signal(wait.For.Signal);

    public DateTimeOffset? Deadline(PlannedWait wait) => _began.GetValueOrDefault((wait.Name.Branch, wait.Round))?.Deadline;

    /// <summary>When its first round began; none where the signal was there before.</summary>
    public DateTimeOffset? Since(PlannedWait wait) => _began.GetValueOrDefault((wait.Name.Branch, 1))?.At;

    public WaitOutcome? Outcome(PlannedWait wait) =>
        _outcomes.TryGetValue((wait.Name.Branch, wait.Round), out var outcome) ? outcome : null;

    /// <summary>What the outcome of a round makes of the step, or nothing when another round follows or none is decided.</summary>
    public (Verdict Verdict, string? Reason)? ConcludedBy(PlannedWait wait) => Outcome(wait) switch
    {
        WaitOutcome.Signalled when Signal(wait) is { Rejected: { } reason } => (Verdict.Refused, reason),
        WaitOutcome.Signalled => (Verdict.Done, null),
        WaitOutcome.Expired when wait.Round == wait.For.Rounds => (Verdict.Refused, $"no_{wait.For.Signal}"),
        _ => null,
    };

    public void Apply(TransactionRecord record)
    {
        switch (record)
        {
            case Signalled signalled:
                _signals.TryAdd(signalled.Signal, signalled);
                break;
            case WaitBegan began:
                _began.TryAdd((began.Branch, began.Round), began);
                break;
            case WaitDecided decided:
                _outcomes.TryAdd((decided.Branch, decided.Round), decided.Outcome);
                break;
        }
    }
}
