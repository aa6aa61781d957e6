using System.Text.Json;
using System.Text.Json.Nodes;

namespace ServerlessTx;

/// <summary>A transaction's records, ready to be told in one of the source's forms.</summary>
internal sealed class TransactionStory
{
    private readonly Dictionary<string, JsonElement> _large = [];

    public TransactionStory(IReadOnlyList<StoredAppend> appends)
    {
        Recorded = [.. appends.SelectMany(ServerlessTx.Recorded.AllOf)];
        State = TransactionState.Of(appends);
    }

    public IReadOnlyList<Recorded> Recorded { get; }

    public TransactionState State { get; }

    public Started Started => (Started)Recorded[0].Record;

    public Definition Definition => Started.Definition;

    public Pattern Pattern => Definition.Pattern;

    public Guarantees Guarantees => State.Guarantees;

    public bool HasEnded => State.Status.IsEnd();

    public long TotalMs => (long)(Recorded.Max(recorded => recorded.Record.At) - Started.At).TotalMilliseconds;

    public IEnumerable<T> All<T>() where T : TransactionRecord => Recorded.Select(recorded => recorded.Record).OfType<T>();

    /// <summary>What a call returned: the first record of its name.</summary>
    public Recorded? Answer(CallName name) => Recorded.FirstOrDefault(recorded => recorded.Record is Answered answered && answered.Name == name);

    public Decided? Decision(Slot slot) => All<Decided>().FirstOrDefault(decided => decided.Slot == slot);

    public void Attach(string hash, JsonElement? result)
    {
        if (result is { } known)
            _large[hash] = known;
    }

    /// <summary>What the participant said of its own effect, with where it is recorded.</summary>
    public JsonObject EvidenceOf(Recorded recorded)
    {
        var answered = (Answered)recorded.Record;
        var result = answered.Result ?? (answered.ResultHash is { } hash && _large.TryGetValue(hash, out var large) ? large : null);
        var evidence = new JsonObject();
        if (result is { ValueKind: JsonValueKind.Object } fields)
        {
            foreach (var field in fields.EnumerateObject())
                evidence[field.Name] = EvidenceDocument.Node(field.Value);
        }
        else if (result is { } other)
        {
            evidence["result"] = EvidenceDocument.Node(other);
        }

        evidence["idempotency_key"] = answered.Name.Key(State.TransactionId);
        evidence["event_offset"] = recorded.Version;
        if (answered.Decision is { } decision)
            evidence["decision"] = decision;
        return evidence;
    }
}
