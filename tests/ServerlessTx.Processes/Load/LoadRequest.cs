namespace ServerlessTx.Processes;

/// <summary>A start that a client sends until it is answered, always with the same key.</summary>
/// <param name="Key">Its Idempotency-Key.</param>
/// <param name="Workflow">What it starts.</param>
/// <param name="Body">The input.</param>
internal sealed record LoadRequest(string Key, string Workflow, string Body)
{
    /// <summary>Whether the client waits for the end. One that does not leaves its transaction alone with the host.</summary>
    public bool Waits { get; init; }

    /// <summary>Whether the client cancels as soon as it knows the id.</summary>
    public bool Cancels { get; init; }
}
