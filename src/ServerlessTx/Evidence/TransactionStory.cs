using System.Text.Json;
using System.Text.Json.Nodes;

namespace ServerlessTx;

/// <summary>A transaction's records, ready to be told in one of the source's forms.</summary>
internal sealed class TransactionStory
{
    private readonly Dictionary<string, JsonElement> _large = [];

    public TransactionStory(IReadOnlyList<StoredAppend> appends)
    {
        Appends = appends;
        Recorded = [.. appends.SelectMany(ServerlessTx.Recorded.AllOf)];
        Facts = KnownFacts.Of(Recorded);
    }

    public IReadOnlyList<StoredAppend> Appends { get; }

    public IReadOnlyList<Recorded> Recorded { get; }

    public KnownFacts Facts { get; }

    public string TransactionId => Started.TransactionId;

    public Started Started => (Started)Recorded[0].Record;

    public Definition Definition => Started.Definition;

    public Pattern Pattern => Definition.Pattern;

    public TransactionStatus Status => Facts.Status;

    public bool HasEnded => Status.IsEnd();

    /// <summary>A branch ended otherwise than decided, or one of a child did.</summary>
    public bool Heuristic => All<Answered>().Any(answered => answered.Verdict is Verdict.Heuristic) || All<Signalled>().Any(signal => signal.Child is { Heuristic: true });

    /// <summary>A person concluded a branch that has no barrier to write it to: what became of it is their word.</summary>
    public bool IsOnWord => All<Answered>().Any(answered => answered.ByHand is { Barrier: BarrierTrace.None });

    public Guarantees Guarantees => Guarantees.Of(this);

    public StreamHead Head => Appends[^1].Head;

    /// <summary>Azurite and memory lose what they acknowledged: what rests on them is recorded and not persisted.</summary>
    public bool IsPersisted => Guarantees.DurabilityOf(Started.Storage) == Guarantees.Strong;

    public long TotalMs => Between(Started.At, Recorded.Max(recorded => recorded.Record.At));

    public IEnumerable<T> All<T>() where T : TransactionRecord => Recorded.Select(recorded => recorded.Record).OfType<T>();

    /// <summary>The answers, each call's first, in the order in which they were recorded.</summary>
    public IEnumerable<Recorded> Answers => Recorded.Where(recorded => recorded.Record is Answered).DistinctBy(recorded => ((Answered)recorded.Record).Name);

    public CallStory Call(CallName name) => new(
        name,
        Recorded.FirstOrDefault(recorded => recorded.Record is Answered answered && answered.Name == name),
        [.. All<Unanswered>().Where(silent => silent.Name == name)]);

    /// <summary>What stands in a slot: the first decision that was recorded for it.</summary>
    public Recorded? Decision(Slot slot) => Recorded.FirstOrDefault(recorded => recorded.Record is Decided decided && decided.Slot == slot);

    /// <summary>The deadline turned it back: somebody asked behind it, or no call could be made any more and nobody had refused.</summary>
    public bool TurnedBackByDeadline => All<Decided>().FirstOrDefault(decided => decided.Decision.TurnsBack()) is { } back
        && (back.By == "deadline"
            || (back.By is null
                && All<Answered>().Any(answered => answered.Reason == Answered.PastDeadline)
                && !All<Answered>().Any(answered => answered.Verdict is Verdict.Refused)));

    /// <summary>A step waits, and nothing has turned the transaction back.</summary>
    public bool IsWaiting => !HasEnded && !Facts.IsDecided && Facts.Waits.Open.Any();

    public void Attach(string hash, JsonElement? result)
    {
        if (result is { } known)
            _large[hash] = known;
    }

    /// <summary>A recorded result, wherever it stands.</summary>
    public JsonElement? ResultOf(Answered? answered) =>
        answered is { Phase: Phase.Wait, Verdict: Verdict.Done } ? Facts.Waits.Signal(Definition.Branch(answered.Branch).Wait?.Signal ?? "")?.Result
        : answered?.Result ?? (answered?.ResultHash is { } hash && _large.TryGetValue(hash, out var large) ? large : null);

    /// <summary>What the participant said of its own effect, with where that is recorded.</summary>
    public JsonObject EvidenceOf(Recorded recorded)
    {
        var answered = (Answered)recorded.Record;
        var own = new JsonObject
        {
            ["idempotency_key"] = answered.Name.Key(TransactionId),
            ["event_offset"] = recorded.Version,
        };
        return own.With("decision", answered.Decision).WithReported(ResultOf(answered));
    }

    public static long Between(DateTimeOffset from, DateTimeOffset to) => (long)(to - from).TotalMilliseconds;
}
