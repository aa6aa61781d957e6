namespace ServerlessTx.Contracts;

/// <summary>A batch on its way, until the test lets it arrive or fail.</summary>
public sealed class HeldBatch(string partition, IReadOnlyList<RowWrite> batch)
{
    private readonly TaskCompletionSource _fate = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string Partition { get; } = partition;

    public IReadOnlyList<RowWrite> Batch { get; } = batch;

    public Task Fate => _fate.Task;

    public void Arrive() => _fate.SetResult();

    public void Fail(Exception reason) => _fate.SetException(reason);

    /// <summary>The keys it writes, as a person reads them.</summary>
    public override string ToString() => string.Join(" ", Batch.Select(write => write.Key));
}
