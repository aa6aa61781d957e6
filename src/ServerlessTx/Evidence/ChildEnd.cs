using System.Text.Json;
using System.Text.Json.Serialization;

namespace ServerlessTx;

/// <summary>How a child ended, as its parent was told.</summary>
public sealed record ChildEnd
{
    /// <summary>The child.</summary>
    public required string TransactionId { get; init; }

    /// <summary>The status that it ended with.</summary>
    public required TransactionStatus Status { get; init; }

    /// <summary>Why it was turned back, as a code.</summary>
    public string? Reason { get; init; }

    /// <summary>A branch of it ended otherwise than decided.</summary>
    public required bool Heuristic { get; init; }

    /// <summary>The end of its stream: the hash holds all that it says.</summary>
    public required StreamHead Head { get; init; }

    /// <summary>The results of its steps, by branch.</summary>
    [JsonIgnore]
    public IReadOnlyDictionary<string, JsonElement> Result { get; init; } = new Dictionary<string, JsonElement>();

    /// <summary>It went forward to its end: what it did stands.</summary>
    [JsonIgnore]
    public bool IsDone => Status.IsDone();

    /// <summary>Why the step that waits for it is refused; nothing when it is done.</summary>
    internal string? Rejected => IsDone ? null : $"child_{Status.Word()}: {Reason}";

    internal static ChildEnd? Of(TransactionState child) => !child.Status.IsEnd() ? null : new()
    {
        TransactionId = child.TransactionId,
        Status = child.Status,
        Reason = child.Reason,
        Heuristic = child.Heuristic,
        Head = child.Head,
        Result = child.Result,
    };
}
