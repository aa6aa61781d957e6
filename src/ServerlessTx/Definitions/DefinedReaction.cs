namespace ServerlessTx;

/// <summary>What a service does about an event, as data: who reacts to what can be read, checked and pinned without the code that does it.</summary>
public sealed record DefinedReaction
{
    /// <summary>The service.</summary>
    public required string Service { get; init; }

    /// <summary>What it does: <c>charge_payment</c>.</summary>
    public required string Operation { get; init; }

    /// <summary>Whether it begins, goes on, ends, undoes or expires.</summary>
    public required ReactionKind Kind { get; init; }

    /// <summary>The events that it reacts to; none for what begins or expires.</summary>
    public required IReadOnlyList<string> On { get; init; }

    /// <summary>The event that it publishes when it is done.</summary>
    public required string Says { get; init; }

    /// <summary>The event that it publishes instead when it refuses; none where it cannot refuse.</summary>
    public string? Fails { get; init; }

    /// <summary>The operation of the same service that it undoes.</summary>
    public string? Undoes { get; init; }
}

/// <summary>What a reaction is to its choreography.</summary>
public enum ReactionKind
{
    /// <summary>It begins it; its service owns it.</summary>
    Starts,

    /// <summary>It goes on with it.</summary>
    Does,

    /// <summary>It brings it to its good end, at the owner.</summary>
    Ends,

    /// <summary>It undoes what its service did.</summary>
    Undoes,

    /// <summary>It undoes the beginning because somebody stayed silent.</summary>
    Expires,
}
