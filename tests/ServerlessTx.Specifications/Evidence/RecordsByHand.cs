using System.Text.Json;

namespace ServerlessTx.Specifications;

/// <summary>Streams that no run of ours writes, record by record: what somebody tampered with, or clocks that differ.</summary>
internal static class RecordsByHand
{
    private static readonly DateTimeOffset Start = new(2026, 1, 15, 10, 0, 0, TimeSpan.Zero);

    public static TransactionStory Story(Func<Script, Workflow> define, params IEnumerable<TransactionRecord> records)
    {
        var definition = define(new Script(new VirtualTime())).Definition;
        var started = new Started
        {
            TransactionId = EvidenceRun.Id,
            Definition = definition,
            Input = JsonElement.Parse("{}"),
            Deadline = At(300_000),
            Caller = "local",
            Promised = GuaranteeVector.PromisedBy(definition),
            Storage = "azure_tables",
            At = Start,
        };
        var appends = new List<StoredAppend>();
        foreach (var record in records.Prepend(started))
            appends.Add(new StoredAppend(appends.Count + 1, 1, RecordCodec.Join([RecordCodec.Encode(record)]), appends.Count == 0 ? ChainHash.Zero : appends[^1].Hash));
        return new TransactionStory(appends);
    }

    public static Answered Done(string call, string? result = null, int asked = 0, int at = 50) =>
        Answer(call, Verdict.Done, asked, at) with { Result = result is null ? null : JsonElement.Parse(result) };

    public static Answered Refused(string call, string reason) => Answer(call, Verdict.Refused, 0, 50) with { Reason = reason };

    public static Answered Unknown(string call, string reason) => Answer(call, Verdict.Unknown, null, 50) with { Reason = reason };

    public static Answered Unasked(string call, string reason) => Answer(call, Verdict.Unasked, null, 50) with { Attempt = 0, Reason = reason };

    public static Decided Decided(Slot slot, Decision decision, string? by = null) => new() { Slot = slot, Decision = decision, By = by, At = At(60) };

    public static Ended Ended(TransactionStatus status) => new() { Status = status, At = At(100) };

    public static DateTimeOffset At(int ms) => Start.AddMilliseconds(ms);

    private static Answered Answer(string call, Verdict verdict, int? asked, int at)
    {
        var name = call.Split('/');
        return new()
        {
            Branch = name[0],
            Phase = Enum.Parse<Phase>(name[1], ignoreCase: true),
            Verdict = verdict,
            Attempt = 1,
            AskedAt = asked is { } ms ? At(ms) : null,
            At = At(at),
        };
    }
}
