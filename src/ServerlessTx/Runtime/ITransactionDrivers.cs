namespace ServerlessTx;

/// <summary>
/// Whoever drives the transactions of this host: tasks of this process, or orchestrations. What begins, wakes and recovers transactions
/// does not know which.
/// </summary>
internal interface ITransactionDrivers
{
    /// <summary>
    /// Keeps the place of a driver of this process until it is started or the place is disposed of; nothing when it is taken. Whoever
    /// begins a transaction or takes one over does so before writing: two of one process must not take a transaction from each other.
    /// </summary>
    IDisposable? TryKeep(TransactionId id);

    /// <summary>
    /// Has a transaction driven over evidence that is known. A start that fails is no failure of the transaction: it is recorded, and
    /// recovery takes it up when it is due.
    /// </summary>
    /// <param name="id">The transaction.</param>
    /// <param name="workflow">What it runs.</param>
    /// <param name="evidence">All that stands in its stream.</param>
    /// <param name="due">When it may be taken over.</param>
    /// <param name="wait">How long somebody waits for its end.</param>
    Task StartAsync(TransactionId id, Workflow workflow, Appended.Loaded evidence, DateTimeOffset due, TimeSpan wait = default);

    /// <summary>Whether a driver is at work, so that there is nothing to take over. Asking may wake it.</summary>
    Task<bool> DrivesAsync(TransactionId id, CancellationToken cancellation);

    /// <summary>Has a driver that waits look at its stream now. One that cannot be reached looks later.</summary>
    Task WakeAsync(TransactionId id);

    /// <summary>The end of the driver that runs in this process, if one does.</summary>
    Task? Running(TransactionId id);
}
