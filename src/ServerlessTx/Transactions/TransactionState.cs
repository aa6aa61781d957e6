using System.Text.Json;

namespace ServerlessTx;

/// <summary>How a transaction stands: a fold of its evidence.</summary>
public sealed record TransactionState
{
    /// <summary>Its id.</summary>
    public required string TransactionId { get; init; }

    /// <summary>The workflow's name.</summary>
    public required string Workflow { get; init; }

    /// <summary>The version of the definition it began with.</summary>
    public required int Version { get; init; }

    /// <summary>Its protocol.</summary>
    public required Pattern Pattern { get; init; }

    /// <summary>The status word.</summary>
    public required TransactionStatus Status { get; init; }

    /// <summary>A branch ended otherwise than decided.</summary>
    public required bool Heuristic { get; init; }

    /// <summary>What it promised and what it achieved.</summary>
    public required Guarantees Guarantees { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When it is to start, while that moment has not come.</summary>
    public DateTimeOffset? StartsAt { get; init; }

    /// <summary>When it is turned back if it is undecided then.</summary>
    public required DateTimeOffset Deadline { get; init; }

    /// <summary>The stamp of its last answer, once it has ended.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>Why it was turned back, as a code.</summary>
    public string? Reason { get; init; }

    /// <summary>The calls that do not answer, while it is stuck.</summary>
    public IReadOnlyList<string>? Silent { get; init; }

    /// <summary>The step that waits, while one does.</summary>
    public IReadOnlyList<WaitState>? Waiting { get; init; }

    /// <summary>Of a child: the call of its parent that began it.</summary>
    public ParentCall? Parent { get; init; }

    /// <summary>Its children, if it has any.</summary>
    public IReadOnlyList<ChildState>? Children { get; init; }

    /// <summary>The recorded results of what was done first, by branch. A result over 8 KiB stands in the evidence alone.</summary>
    public required IReadOnlyDictionary<string, JsonElement> Result { get; init; }

    /// <summary>Keep it: a later document that does not extend it was truncated or forked.</summary>
    public required StreamHead Head { get; init; }

    internal static TransactionState Of(IReadOnlyList<StoredAppend> appends)
    {
        var story = new TransactionStory(appends);
        var (started, facts) = (story.Started, story.Facts);
        return new TransactionState
        {
            TransactionId = started.TransactionId,
            Workflow = started.Definition.Name,
            Version = started.Definition.Version,
            Pattern = started.Definition.Pattern,
            Status = facts.Status,
            Heuristic = story.Heuristic,
            Guarantees = story.Guarantees,
            StartedAt = started.At,
            StartsAt = facts.End is null ? facts.StartsAt : null,
            Deadline = started.Deadline,
            FinishedAt = facts.End is null ? null : facts.Newest,
            Reason = facts.TurnedBackReason,
            Silent = facts.Silent.Count == 0 ? null : [.. facts.Silent],
            Waiting = story.IsWaiting ? [.. facts.Waits.Open.Select(began => new WaitState(began.Branch, started.Definition.Branch(began.Branch).Wait!.Signal, began.Round, began.Deadline))] : null,
            Parent = started.Parent,
            Children = ChildStory.Of(story).ToList() is { Count: > 0 } children ? children : null,
            Result = story.Answers.Select(recorded => (Answered)recorded.Record)
                .Where(answered => answered.Verdict is Verdict.Done && story.ResultOf(answered) is not null && answered.Phase == started.Definition.Branch(answered.Branch).Phase)
                .ToDictionary(answered => answered.Branch, answered => story.ResultOf(answered)!.Value),
            Head = story.Head,
        };
    }
}
