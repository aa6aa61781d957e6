namespace ServerlessTx;

/// <summary>What a driver knows of its transaction: the fold of its records, those still pending included.</summary>
internal sealed class KnownFacts
{
    private readonly Dictionary<CallName, Answered> _answers = [];
    private readonly Dictionary<CallName, int> _attempts = [];
    private readonly Dictionary<CallName, TimeSpan> _notBefore = [];
    private readonly Dictionary<Slot, Decision> _decisions = [];

    /// <summary>The newest stamp of an answer: what a record of our own is stamped with.</summary>
    public DateTimeOffset Newest { get; private set; }

    public WaitFacts Waits { get; } = new();

    /// <summary>When it is turned back if it is undecided then.</summary>
    public DateTimeOffset Deadline { get; private set; }

    /// <summary>When it is to start, while that moment is not known to have come.</summary>
    public DateTimeOffset? StartsAt { get; private set; }

    /// <summary>Once a decision that turns back stands, no first-phase call without a record is made.</summary>
    public bool TurnedBack { get; private set; }

    public string? TurnedBackReason { get; private set; }

    public IReadOnlySet<string> Silent { get; private set; } = new HashSet<string>();

    /// <summary>How many drivers in a row took over and recorded no answer.</summary>
    public int Takeovers { get; private set; }

    public TransactionStatus? End { get; private set; }

    public bool IsDecided => _decisions.Count > 0;

    public TransactionStatus Status => End ?? (Silent.Count > 0 ? TransactionStatus.Stuck : TransactionStatus.Running);

    public static KnownFacts Of(IEnumerable<Recorded> records)
    {
        var facts = new KnownFacts();
        foreach (var recorded in records)
            facts.Apply(recorded.Record);
        return facts;
    }

    public Answered? Answer(CallName name) => _answers.GetValueOrDefault(name);

    public Decision? Decision(Slot slot) => _decisions.TryGetValue(slot, out var decision) ? decision : null;

    /// <summary>How many attempts of a call are known to have gone unanswered.</summary>
    public int Attempts(CallName name) => _attempts.GetValueOrDefault(name);

    /// <summary>How long the participant asked to be left alone behind its last attempt.</summary>
    public TimeSpan RetryAfter(CallName name) => _notBefore.GetValueOrDefault(name);

    public void Apply(TransactionRecord record)
    {
        Newest = record.At > Newest ? record.At : Newest;
        Waits.Apply(record);
        switch (record)
        {
            case Started started:
                (Deadline, StartsAt) = (started.Deadline, started.StartsAt);
                break;
            case MomentCame:
                StartsAt = null;
                break;
            case Answered answered:
                _answers.TryAdd(answered.Name, answered);
                Takeovers = 0;
                Silent = Silent.Where(name => name != answered.Name.ToString()).ToHashSet();
                break;
            case Unanswered unanswered:
                _attempts[unanswered.Name] = Math.Max(Attempts(unanswered.Name), unanswered.Attempt);
                _notBefore[unanswered.Name] = TimeSpan.FromMilliseconds(unanswered.RetryAfterMs ?? 0);
                break;
            case Decided decided when _decisions.TryAdd(decided.Slot, decided.Decision) && decided.Decision.TurnsBack():
                TurnedBack = true;
                TurnedBackReason = decided.Reason;
                break;
            case TakenOver:
                Takeovers++;
                break;
            case Stuck stuck:
                Silent = stuck.Silent.ToHashSet();
                break;
            case Ended ended:
                End = ended.Status;
                break;
        }
    }

    /// <summary>An attempt that is not recorded, since its transaction is known to be stuck on it.</summary>
    public void Count(CallName name, int attempt) => _attempts[name] = attempt;
}
