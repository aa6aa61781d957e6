using System.Text.Json;
using System.Text.Json.Serialization;

namespace ServerlessTx;

/// <summary>A fact that one service recorded about one run, in a stream of its own beside its rows. Stored under the names in <see cref="HopCodec"/>, for ever.</summary>
internal abstract record HopRecord
{
    /// <summary>By the clock of the service, but never before what it follows: its own record before, and the event that it reacts to.</summary>
    [JsonPropertyOrder(100)]
    public required DateTimeOffset At { get; init; }
}

/// <summary>The owner's first record: it pins what a stranger must not have to guess.</summary>
internal sealed record Began : HopRecord
{
    public required string SagaId { get; init; }

    public required ChoreographyDefinition Definition { get; init; }

    public required JsonElement Input { get; init; }

    public required DateTimeOffset Deadline { get; init; }

    public required string Caller { get; init; }

    public required GuaranteeVector Promised { get; init; }

    public required string Storage { get; init; }

    public string? IdempotencyKey { get; init; }

    public string? Traceparent { get; init; }
}

/// <summary>A service has met an event. Standing in the batch of its effect, this is also what makes a second delivery of the event do nothing.</summary>
internal sealed record Reacted : HopRecord
{
    public required string Operation { get; init; }

    /// <summary>The event; none for what begins or expires.</summary>
    public string? Event { get; init; }

    /// <summary>Its id: the causation.</summary>
    public string? EventId { get; init; }

    public required HopOutcome Outcome { get; init; }

    /// <summary>The event that was published about it; none where there was nothing to say.</summary>
    public string? Says { get; init; }

    public string? SaysId { get; init; }

    /// <summary>What the published event says.</summary>
    public JsonElement? Payload { get; init; }
}

/// <summary>A service could not handle an event, which lies in its dead-letter queue until somebody puts it back.</summary>
internal sealed record DeadLettered : HopRecord
{
    public required string Event { get; init; }

    public required string EventId { get; init; }

    public required string Reason { get; init; }

    public required int Deliveries { get; init; }
}

/// <summary>An operator has put a dead event back, so that it is delivered as if for the first time. Recorded before it is done.</summary>
internal sealed record PutBack : HopRecord
{
    public required string Event { get; init; }

    public required string EventId { get; init; }

    public required string By { get; init; }

    public required string Why { get; init; }
}

/// <summary>Somebody stays silent behind the end; an operator is wanted. What was asked of them has been published again.</summary>
internal sealed record FellSilent : HopRecord
{
    public required IReadOnlyList<MissingAnswer> Missing { get; init; }
}

/// <summary>Everybody has answered everything: the owner's last record.</summary>
internal sealed record Settled : HopRecord
{
    public required TransactionStatus Status { get; init; }
}

/// <summary>A record of a later version than this reader.</summary>
internal sealed record UnknownHop : HopRecord
{
    public required string Type { get; init; }
}

/// <summary>What became of an event at a service.</summary>
internal enum HopOutcome
{
    Done,
    Refused,

    /// <summary>An undo of what was never done: from here on it never will be.</summary>
    NothingToUndo,

    /// <summary>An undo behind another undo.</summary>
    AlreadyUndone,

    /// <summary>It came behind the undo, and was not done.</summary>
    TurnedBackBefore,
}
