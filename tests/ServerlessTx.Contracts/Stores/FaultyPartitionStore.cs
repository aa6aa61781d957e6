using System.Collections.Concurrent;

namespace ServerlessTx.Contracts;

/// <summary>A store that does what it is told and loses the answers to it.</summary>
public sealed class FaultyPartitionStore(IPartitionStore store) : IPartitionStore
{
    private readonly ConcurrentQueue<Fault> _next = new();
    private readonly ConcurrentQueue<Func<Task<CommitResult>>> _late = new();
    private Fault _always;

    /// <summary>What befalls the commit after those that have their fault already.</summary>
    public void Next(Fault fault) => _next.Enqueue(fault);

    /// <summary>What befalls every commit that has no fault of its own.</summary>
    public void Always(Fault fault) => _always = fault;

    /// <summary>Lets the oldest late write arrive.</summary>
    public Task<CommitResult> LandAsync() =>
        _late.TryDequeue(out var write) ? write() : throw new InvalidOperationException("No write is late.");

    public Task<RowPage> ReadAsync(string partition, RowQuery query, CancellationToken cancellation = default) =>
        store.ReadAsync(partition, query, cancellation);

    public async Task<CommitResult> CommitAsync(string partition, IReadOnlyList<RowWrite> batch, CancellationToken cancellation = default)
    {
        var fault = _next.TryDequeue(out var next) ? next : _always;
        if (fault == Fault.Late)
            _late.Enqueue(() => store.CommitAsync(partition, batch, CancellationToken.None));
        if (fault is Fault.BeforeStore or Fault.Late)
            throw new StoreUnavailableException("Lost on the way there.");
        var result = await store.CommitAsync(partition, batch, cancellation);
        return fault == Fault.AfterStore ? throw new StoreUnavailableException("Lost on the way back.") : result;
    }
}
