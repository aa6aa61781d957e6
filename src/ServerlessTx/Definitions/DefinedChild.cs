namespace ServerlessTx;

/// <summary>The child that a step begins, as data.</summary>
public sealed record DefinedChild
{
    /// <summary>The workflow that it is a transaction of: the newest version on the host that begins it.</summary>
    public required string Workflow { get; init; }

    /// <summary>The signal that its end gives, and that the step behind waits for.</summary>
    public required string Signal { get; init; }

    /// <summary>Once it is done there is nothing to undo of it.</summary>
    public required bool Stays { get; init; }
}
