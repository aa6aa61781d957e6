using System.Threading.Channels;

namespace ServerlessTx.Contracts;

/// <summary>Holds every batch on its way until the test has looked at it.</summary>
public sealed class GatedPartitionStore(IPartitionStore store) : IPartitionStore
{
    // Only a test that is about to fail waits so long.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Channel<HeldBatch> _held = Channel.CreateUnbounded<HeldBatch>();

    /// <summary>The next batch that is sent.</summary>
    public Task<HeldBatch> NextAsync() => _held.Reader.ReadAsync().AsTask().WaitAsync(Patience);

    /// <summary>A batch that is on its way at this moment, or none.</summary>
    public HeldBatch? Now() => _held.Reader.TryRead(out var held) ? held : null;

    public Task<RowPage> ReadAsync(string partition, RowQuery query, CancellationToken cancellation = default) =>
        store.ReadAsync(partition, query, cancellation);

    public async Task<CommitResult> CommitAsync(string partition, IReadOnlyList<RowWrite> batch, CancellationToken cancellation = default)
    {
        var held = new HeldBatch(partition, batch);
        await _held.Writer.WriteAsync(held, cancellation);
        await held.Fate;
        return await store.CommitAsync(partition, batch, cancellation);
    }
}
