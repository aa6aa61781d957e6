using System.Text.Json;
using System.Text.Json.Serialization;

namespace ServerlessTx;

/// <summary>
/// A fact of a transaction. Its stored form is a JSON object whose <c>type</c> is the name given here, for ever;
/// <c>docs/evidence.md</c> defines each for readers who do not have this code.
/// </summary>
internal abstract record TransactionRecord
{
    /// <summary>For an answer, when it was given, taken inside its effect; for a record of our own, the stamp of the newest answer it follows.</summary>
    [JsonPropertyOrder(100)]
    public required DateTimeOffset At { get; init; }
}

/// <summary>The begin record: it pins everything that a later driver, or a stranger, must not have to guess.</summary>
internal sealed record Started : TransactionRecord
{
    public required string TransactionId { get; init; }

    public required Definition Definition { get; init; }

    public required JsonElement Input { get; init; }

    /// <summary>Absolute, never re-armed: past it, and undecided, the transaction is turned back by whoever asks first.</summary>
    public required DateTimeOffset Deadline { get; init; }

    /// <summary>Of a scheduled one, when it is to start: nobody is called before.</summary>
    public DateTimeOffset? StartsAt { get; init; }

    public required string Caller { get; init; }

    public required GuaranteeVector Promised { get; init; }

    /// <summary>What the records rest on: <c>azure_tables</c>, <c>azurite</c> or <c>memory</c>.</summary>
    public required string Storage { get; init; }

    public string? IdempotencyKey { get; init; }

    public string? Traceparent { get; init; }

    /// <summary>Of a workflow with modes: the one it began in.</summary>
    public PinnedMode? Mode { get; init; }

    /// <summary>Of a child: the call of its parent that began it.</summary>
    public ParentCall? Parent { get; init; }
}

/// <summary>What a call returned, for ever: a participant's answer, or that there was none.</summary>
internal sealed record Answered : TransactionRecord
{
    /// <summary>The reason of a first-phase call that is unknown because its deadline ended it.</summary>
    public const string PastDeadline = "the deadline has passed";

    public required string Branch { get; init; }

    public required Phase Phase { get; init; }

    public required Verdict Verdict { get; init; }

    /// <summary>Which attempt answered, from 1; 0 when it was not asked.</summary>
    public required int Attempt { get; init; }

    public DateTimeOffset? AskedAt { get; init; }

    public JsonElement? Result { get; init; }

    /// <summary>A result over 8 KiB stands in a row of its own, under this SHA-256.</summary>
    public string? ResultHash { get; init; }

    /// <summary>Why it was refused or is unknown, or what happened instead.</summary>
    public string? Reason { get; init; }

    /// <summary>Of a second-phase call: the hash of the append that holds the decision it was told.</summary>
    public string? Decision { get; init; }

    /// <summary>Of a first-phase call that belongs to a mode: the version that the participant had been told of when it answered.</summary>
    public long? ModeTold { get; init; }

    /// <summary>A person concluded it: who, why, and what its barrier said.</summary>
    public ByHand? ByHand { get; init; }

    [JsonIgnore]
    public CallName Name => new(Branch, Phase);

    /// <summary>Of a round of first-phase calls, the answer that turns its transaction back, a refusal before a silence; none when all were done.</summary>
    public static Answered? TurningBack(IReadOnlyList<Answered> round) =>
        round.FirstOrDefault(answer => answer.Verdict is Verdict.Refused) ?? round.FirstOrDefault(answer => answer.Verdict is not Verdict.Done);

    /// <summary>The result as something of ours; nothing where something else stands, as a person or a forger may have put there.</summary>
    public T? ResultAs<T>() where T : class
    {
        try
        {
            return Result?.Deserialize<T>(WireJson.Tolerant);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Of a first-phase call that was not done: why its transaction is turned back.</summary>
    [JsonIgnore]
    public string TurnsBackBecause => Verdict is Verdict.Refused ? Reason!
        : Reason == PastDeadline ? Decided.DeadlinePassed
        : $"no_answer_from_{Branch}";
}

/// <summary>A first-phase answer that came behind a decision that turns back: evidence only, the call stays unknown.</summary>
internal sealed record Late : TransactionRecord
{
    public required Answered Answer { get; init; }
}

/// <summary>An attempt without an answer. It may have been carried out.</summary>
internal sealed record Unanswered : TransactionRecord
{
    public required string Branch { get; init; }

    public required Phase Phase { get; init; }

    public required int Attempt { get; init; }

    public DateTimeOffset? AskedAt { get; init; }

    public required string Error { get; init; }

    /// <summary>The participant is at work on it and asked not to be asked again before, in milliseconds.</summary>
    public int? RetryAfterMs { get; init; }

    [JsonIgnore]
    public CallName Name => new(Branch, Phase);
}

/// <summary>A decision: the append that wins the slot is the decision, whoever wrote it.</summary>
internal sealed record Decided : TransactionRecord
{
    /// <summary>The reason where the deadline turned it back, whether its driver noticed or somebody who asked.</summary>
    public const string DeadlinePassed = "deadline_passed";

    public required Slot Slot { get; init; }

    public required Decision Decision { get; init; }

    public string? Reason { get; init; }

    /// <summary>Who decided from outside; none when the protocol did.</summary>
    public string? By { get; init; }
}

/// <summary>The moment of a scheduled transaction has come. Nobody is called before this stands.</summary>
internal sealed record MomentCame : TransactionRecord;

/// <summary>
/// What somebody outside said under a signal's name: an answer that a step waits for, or will. Appended before anybody is woken; the first
/// under a name stands.
/// </summary>
internal sealed record Signalled : TransactionRecord
{
    public required string Signal { get; init; }

    /// <summary>Its sender's id for it: repeating it under that is the same signal.</summary>
    public string? Id { get; init; }

    /// <summary>What it says: the result of the step that waits for it.</summary>
    public JsonElement? Result { get; init; }

    /// <summary>Why it refuses the step, of an answer that rejects.</summary>
    public string? Rejected { get; init; }

    /// <summary>Of what a child's end says: how it ended.</summary>
    public ChildEnd? Child { get; init; }

    public required string By { get; init; }
}

/// <summary>A round of a wait begins. Its deadline stands here and is never armed again.</summary>
internal sealed record WaitBegan : TransactionRecord
{
    public required string Branch { get; init; }

    public required int Round { get; init; }

    public required DateTimeOffset Deadline { get; init; }
}

/// <summary>What won a round of a wait: the append that wins is the decision, whoever wrote it.</summary>
internal sealed record WaitDecided : TransactionRecord
{
    public required string Branch { get; init; }

    public required int Round { get; init; }

    public required WaitOutcome Outcome { get; init; }
}

/// <summary>A decided transaction makes no progress. Calls go on at the longest interval; an operator is wanted.</summary>
internal sealed record Stuck : TransactionRecord
{
    public required IReadOnlyList<string> Silent { get; init; }

    public required int Attempts { get; init; }
}

/// <summary>Another driver goes on with it; the one before ends when it sees this.</summary>
internal sealed record TakenOver : TransactionRecord
{
    public required string By { get; init; }
}

/// <summary>An operator wants the silent asked now.</summary>
internal sealed record RetryRequested : TransactionRecord
{
    public required string By { get; init; }

    public required string Reason { get; init; }
}

/// <summary>The last record of a transaction.</summary>
internal sealed record Ended : TransactionRecord
{
    public required TransactionStatus Status { get; init; }
}

/// <summary>A record of a later version than this reader: kept, shown, and without effect here.</summary>
internal sealed record UnknownRecord : TransactionRecord
{
    public required string Type { get; init; }
}
