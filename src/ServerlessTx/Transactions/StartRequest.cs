using System.Text.Json;

namespace ServerlessTx;

/// <summary>A transaction that somebody wants begun.</summary>
/// <param name="Workflow">The name of a registered workflow.</param>
/// <param name="Input">Its input.</param>
public sealed record StartRequest(string Workflow, JsonElement Input)
{
    /// <summary>Repeating a request with its key gets the same transaction. At most 255 characters.</summary>
    public string? IdempotencyKey { get; init; }

    /// <summary>Who asks: the scope of the key, and recorded.</summary>
    public string Caller { get; init; } = "local";

    /// <summary>When it is to start, at most a year ahead; at once without it. Until then it is there, and can be cancelled.</summary>
    public DateTimeOffset? StartAt { get; init; }

    /// <summary>How long who asks waits for the end: a host may use the time to run it at once.</summary>
    public TimeSpan Wait { get; init; }

    /// <summary>The W3C trace context to hand on to the participants.</summary>
    public string? Traceparent { get; init; }

    /// <summary>Of a child: what makes it one.</summary>
    internal ChildBegin? Child { get; init; }
}

/// <summary>The transaction that a start got.</summary>
/// <param name="Id">Its id.</param>
/// <param name="IsReplay">The key had begun it before.</param>
public sealed record StartedTransaction(TransactionId Id, bool IsReplay);
