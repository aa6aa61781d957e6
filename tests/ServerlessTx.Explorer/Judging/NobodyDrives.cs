namespace ServerlessTx.Explorer;

/// <summary>Where evidence is only read.</summary>
internal sealed class NobodyDrives : ITransactionDrivers
{
    public IDisposable? TryKeep(TransactionId id) => throw Reading();

    public Task StartAsync(TransactionId id, Workflow workflow, Appended.Loaded evidence, DateTimeOffset due, TimeSpan wait) => throw Reading();

    public Task<bool> DrivesAsync(TransactionId id, CancellationToken cancellation) => throw Reading();

    public Task WakeAsync(TransactionId id) => throw Reading();

    public Task? Running(TransactionId id) => throw Reading();

    private static InvalidOperationException Reading() => new("Who reads evidence starts nobody.");
}
