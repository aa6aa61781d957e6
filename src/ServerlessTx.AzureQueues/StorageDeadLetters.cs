using Azure.Storage.Queues;

namespace ServerlessTx.AzureQueues;

/// <summary>The dead letters of a queue, whose silence is the bus's.</summary>
internal sealed class StorageDeadLetters(QueueClient queue, DeadLetterRows rows) : IDeadLetterQueue
{
    public Task<IReadOnlyList<DeadMessage>> ReadAsync(string? after = null, int most = IDeadLetterQueue.MostAtOnce, CancellationToken cancellation = default) =>
        queue.AskAsync(() => rows.ReadAsync(after, most, cancellation), lost: [], cancellation);

    public Task<DeadMessage?> FindAsync(string letter, CancellationToken cancellation = default) =>
        queue.AskAsync(() => rows.FindAsync(letter, cancellation), lost: null, cancellation);

    public Task<bool> PutBackAsync(string letter, CancellationToken cancellation = default) =>
        queue.AskAsync(() => rows.PutBackAsync(letter, cancellation), lost: false, cancellation);
}
