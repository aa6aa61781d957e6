namespace ServerlessTx.Functions;

/// <summary>The input of an orchestration: what one generation of it leaves to the next.</summary>
public sealed record Generation
{
    /// <summary>From 0.</summary>
    public int Number { get; init; }

    /// <summary>The facts that are known; none to load them first.</summary>
    public IReadOnlyList<CarriedRecord>? Facts { get; init; }

    /// <summary>When the transaction may be taken over, in milliseconds since 1970; 0 when that is not known.</summary>
    public long DueMs { get; init; }

    /// <summary>Answers of participants that no append holds yet, as the bytes that will be stored.</summary>
    public IReadOnlyList<byte[]> Held { get; init; } = [];

    /// <summary>Behind this version a takeover is by another driver; none before the first load.</summary>
    public long? Known { get; init; }

    /// <summary>The first generation over evidence that its starter knows.</summary>
    internal static Generation Of(Appended.Loaded evidence, DateTimeOffset due) => new()
    {
        Facts = [.. evidence.Records.Select(CarriedRecord.Of)],
        DueMs = due.ToUnixTimeMilliseconds(),
        Known = evidence.Head.Version,
    };

    /// <summary>The next one, which loads what stands.</summary>
    internal Generation Superseded(long known, IEnumerable<PendingRecord> held) =>
        new() { Number = Number + 1, Held = Bytes(held), Known = known };

    /// <summary>The next one, which goes on from here.</summary>
    internal Generation Next(IEnumerable<Recorded> facts, long dueMs, IEnumerable<PendingRecord> held) => this with
    {
        Number = Number + 1,
        Facts = [.. facts.Select(CarriedRecord.Of)],
        DueMs = dueMs,
        Held = Bytes(held),
    };

    internal Appended.Loaded? Evidence() =>
        Facts is { Count: > 0 } facts ? Evidence([.. facts.Select(fact => fact.ToRecorded())]) : null;

    internal IEnumerable<PendingRecord> HeldRecords() => Held.Select(bytes => new PendingRecord(CarriedRecord.Decode(bytes), bytes));

    private static Appended.Loaded Evidence(IReadOnlyList<Recorded> facts) => new(new StreamHead(facts[^1].Version, facts[^1].Append), facts);

    private static List<byte[]> Bytes(IEnumerable<PendingRecord> held) => [.. held.Select(answer => answer.Bytes.ToArray())];
}
