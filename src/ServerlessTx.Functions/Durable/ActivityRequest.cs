namespace ServerlessTx.Functions;

/// <summary>
/// What both activities are handed: records to append, and for a step the call to make. It holds no input of the transaction; an activity
/// reads that from the evidence. Asked again, it is the same to the byte.
/// </summary>
public sealed record ActivityRequest
{
    public required string TransactionId { get; init; }

    public required int Generation { get; init; }

    /// <summary>The version of the last record that the orchestrator knows; 0 to load the stream.</summary>
    public required long Version { get; init; }

    /// <summary>The hash of the append that holds it.</summary>
    public required string Hash { get; init; }

    /// <summary>The records to append, encoded; none to look whether the stream has moved.</summary>
    public IReadOnlyList<byte[]> Records { get; init; } = [];

    public string Workflow { get; init; } = "";

    public TransactionStatus Status { get; init; }

    /// <summary>It has a parent, which is told of its end.</summary>
    public bool IsChild { get; init; }

    /// <summary>How long what follows the append may take, in milliseconds.</summary>
    public long AheadMs { get; init; }

    /// <summary>When the transaction may be taken over, in milliseconds since 1970; 0 when that is not known.</summary>
    public long DueMs { get; init; }

    /// <summary>Of a step: the branch to call.</summary>
    public string? Branch { get; init; }

    public Phase Phase { get; init; }

    public int Attempt { get; init; }

    public long TimeoutMs { get; init; }

    /// <summary>
    /// What the answer must repeat. Durable matches answers to questions by a number alone, and a turn that is run again may give a number
    /// to another question: an answer that echoes something else is nobody's.
    /// </summary>
    internal string Echo() =>
        $"{Generation}/{Branch}/{Phase}/{Attempt}/{Version}/{ChainHash.Parse(Hash).Next(RecordCodec.Join(Encoded()))}";

    internal StreamHead Head() => new(Version, ChainHash.Parse(Hash));

    internal CallName Call() => new(Branch!, Phase);

    internal IReadOnlyList<ReadOnlyMemory<byte>> Encoded() => [.. Records.Select(record => new ReadOnlyMemory<byte>(record))];
}
