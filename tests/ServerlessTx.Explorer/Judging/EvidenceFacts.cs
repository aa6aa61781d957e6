namespace ServerlessTx.Explorer;

/// <summary>What an oracle needs of the evidence.</summary>
internal sealed class EvidenceFacts
{
    private readonly List<(Decision Decision, ChainHash Append)> _decisions = [];

    private readonly Dictionary<string, Signalled> _signals = [];
    private readonly HashSet<(string Wait, int Round)> _rounds = [];

    public EvidenceFacts(IReadOnlyList<StoredAppend> appends, DateTimeOffset? due, Decided? told, IReadOnlyList<string> breaches)
    {
        Records = [.. appends.SelectMany(Recorded.AllOf)];
        Due = due;
        Told = told;
        Breaches = breaches;
        foreach (var recorded in Records)
        {
            switch (recorded.Record)
            {
                case Decided decided:
                    Decided ??= decided;
                    Standing = decided.Slot is Slot.TurnedBack || Standing is null ? decided : Standing;
                    _decisions.Add((decided.Decision, recorded.Append));
                    break;
                case Stuck:
                    IsStuck = true;
                    break;
                case Answered { Verdict: Verdict.Heuristic, ByHand: null } otherwise:
                    EndedOtherwise = otherwise;
                    break;
                case Answered answered:
                    IsStuck = false;
                    IsByHand |= answered.ByHand is not null;
                    break;
                case Signalled signalled:
                    _signals.TryAdd(signalled.Signal, signalled);
                    break;
                case WaitBegan began:
                    _rounds.Add((began.Branch, began.Round));
                    break;
                case WaitDecided outcome:
                    _rounds.Add((outcome.Branch, outcome.Round));
                    break;
                case Ended ended:
                    End = ended.Status;
                    break;
            }
        }
    }

    public IReadOnlyList<Recorded> Records { get; }

    /// <summary>The first decision; in every pattern it stands in the slot that ends the undecided time.</summary>
    public Decided? Decided { get; }

    /// <summary>The one that counts now: behind a refused pivot that it is turned back, else the first.</summary>
    public Decided? Standing { get; }

    /// <summary>What whoever only reads is told.</summary>
    public Decided? Told { get; }

    public TransactionStatus? End { get; }

    public bool IsStuck { get; }

    /// <summary>When recovery takes it up; nothing when it would not find it.</summary>
    public DateTimeOffset? Due { get; }

    public bool IsByHand { get; }

    /// <summary>A participant that ended otherwise than decided. None here does so by itself.</summary>
    public Answered? EndedOtherwise { get; }

    public IReadOnlyList<string> Breaches { get; }

    /// <summary>What was said first under a signal's name.</summary>
    public Signalled? FirstSaid(string signal) => _signals.GetValueOrDefault(signal);

    public bool HasBegun(string wait, int round) => _rounds.Contains((wait, round));

    /// <summary>Whether an append with this hash decided what a call of this phase tells.</summary>
    public bool Tells(Phase phase, ChainHash? append) => _decisions.Any(decided => decided.Append == append && phase == decided.Decision switch
    {
        Decision.Commit => Phase.Commit,
        Decision.Abort => Phase.Abort,
        Decision.Confirm => Phase.Confirm,
        Decision.Cancel => Phase.Cancel,
        Decision.Compensating => Phase.Undo,
        _ => phase is Phase.Pivot or Phase.Retriable ? phase : null,
    });
}
