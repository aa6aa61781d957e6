using System.Text.Json;

namespace ServerlessTx;

/// <summary>One attempt of a call as a participant is handed it, before its input has a type. Built from the evidence by its effect.</summary>
internal sealed record CallRequest
{
    public required string TransactionId { get; init; }

    public required CallName Name { get; init; }

    public required int Attempt { get; init; }

    public required JsonElement Input { get; init; }

    public required DateTimeOffset Deadline { get; init; }

    /// <summary>The recorded answers of earlier calls, by branch: for an undo its forward call's is among them when it is known.</summary>
    public required IReadOnlyDictionary<string, JsonElement> Results { get; init; }

    /// <summary>Of a second-phase call, the hash of the append that holds its decision.</summary>
    public ChainHash? Decision { get; init; }

    /// <summary>Why the transaction was turned back.</summary>
    public string? Reason { get; init; }

    public string? Traceparent { get; init; }

    /// <summary>Of a workflow with modes, the one that the transaction began in.</summary>
    public ModeTicket? Mode { get; init; }

    /// <summary>It undoes what a child did.</summary>
    public bool UndoesChild { get; init; }

    /// <summary>Begins children, for the steps that are such.</summary>
    public IChildren Children { get => field ?? throw new InvalidOperationException("Nobody here begins children."); init; }

    public required CancellationToken Cancellation { get; init; }
}
