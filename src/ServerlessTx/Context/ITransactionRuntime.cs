namespace ServerlessTx;

/// <summary>
/// The three primitives. Each is also where evidence is written and foreign facts are noticed; there are two implementations,
/// in this process and on Durable Functions, and all that both need is written above this line, once.
/// </summary>
internal interface ITransactionRuntime
{
    /// <summary>Appends what is pending, then asks the participant once; asks nothing when the append did not stand.</summary>
    Task<Invoked> InvokeAsync(PendingAppend pending, CallName call, int attempt, TimeSpan timeout);

    /// <summary>Appends what is pending. With nothing pending it asks whether the stream has moved; at version 0 that loads it.</summary>
    Task<Appended> AppendAsync(PendingAppend pending);

    /// <summary>
    /// Waits for a moment, however far, or until the stream may have moved; then says both. It may come back early with neither.
    /// Nothing of it is a fact: a clock proposes, and only an append disposes.
    /// </summary>
    Task<Waited> WaitAsync(DateTimeOffset moment, StreamHead head);

    /// <summary>Waits, at most so long, and says whether the stream has moved behind the head.</summary>
    Task<Appended> DelayAsync(TimeSpan delay, StreamHead head);
}

/// <summary>Records that wait for the next flush, and the head they extend.</summary>
/// <param name="Head">The end of the stream as this driver knows it.</param>
/// <param name="Records">Empty when nothing is pending.</param>
/// <param name="Status">The transaction's status behind this append.</param>
/// <param name="Ahead">How long what follows this append may take without another one.</param>
internal sealed record PendingAppend(StreamHead Head, IReadOnlyList<PendingRecord> Records, TransactionStatus Status, TimeSpan Ahead);

/// <summary>What an append found.</summary>
internal abstract record Appended
{
    private Appended()
    {
    }

    /// <summary>Ours is the end of the stream.</summary>
    public sealed record Stands(StreamHead Head) : Appended;

    /// <summary>The stream is not as this driver knew it: its driver is superseded.</summary>
    public sealed record Moved : Appended;

    /// <summary>What stands in a stream that was asked for from version 0.</summary>
    public sealed record Loaded(StreamHead Head, IReadOnlyList<Recorded> Records) : Appended;
}

/// <summary>
/// What one attempt brought: the append's fate and, if it stood, an answer or silence, with the bytes that will be stored. Without either it
/// was no attempt: our own store had trouble.
/// </summary>
internal sealed record Invoked(Appended Appended, TransactionRecord? Record = null, ReadOnlyMemory<byte> Bytes = default)
{
    /// <summary>The deadline has passed: no further attempt of a first-phase call will be made.</summary>
    public bool PastDeadline { get; init; }
}

/// <summary>What a wait found.</summary>
/// <param name="Appended">Whether the stream has moved behind the head.</param>
/// <param name="IsOver">The moment has passed, by this driver's clock.</param>
internal sealed record Waited(Appended Appended, bool IsOver);
