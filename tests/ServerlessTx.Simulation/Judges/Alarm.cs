namespace ServerlessTx.Simulation;

/// <summary>Rings for the first thing that must never be, and keeps it.</summary>
internal sealed class Alarm
{
    private readonly TaskCompletionSource _rang = new();

    /// <summary>Completed when it has rung.</summary>
    public Task Rang => _rang.Task;

    public string? What { get; private set; }

    /// <summary>The transaction that it is about, if it is about one.</summary>
    public string? TransactionId { get; private set; }

    public void Raise(string what, string? transactionId = null)
    {
        if (What is not null)
            return;
        (What, TransactionId) = (what, transactionId);
        _rang.SetResult();
    }
}
