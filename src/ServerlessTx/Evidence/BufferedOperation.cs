namespace ServerlessTx;

/// <summary>A buffered operation as it stands.</summary>
internal sealed record BufferedOperation(OperationBuffered Is, long Version)
{
    /// <summary>From 1; each retry by an operator is a call of its own, since a participant repeats what it answered.</summary>
    public int Attempt { get; init; } = 1;

    /// <summary>Why its side refused it; nothing while it waits to be applied.</summary>
    public string? Conflict { get; init; }

    public DateTimeOffset? ConflictAt { get; init; }

    /// <summary>What it takes from the escrow of an account.</summary>
    public IEnumerable<Movement> Debits => Is.Movements.Where(movement => movement.Amount < 0);
}
