using Microsoft.Extensions.Logging;

namespace ServerlessTx;

/// <summary>
/// Publishes what stands in outboxes and deletes it, in this order: whatever happens in between, a message leaves at least once. Several
/// relays of one outbox are safe.
/// </summary>
/// <param name="store">Holds the outboxes.</param>
/// <param name="bus">Where their messages go.</param>
/// <param name="logger">Hears of what has to be tried again.</param>
public sealed partial class OutboxRelay(IPartitionStore store, IMessageBus bus, ILogger<OutboxRelay> logger)
{
    private const int MostAtOnce = 32;

    /// <summary>Sends what was left behind in a partition, by whoever vanished or found no bus.</summary>
    /// <returns>How many messages have left.</returns>
    /// <exception cref="StoreUnavailableException">The store did not answer. Nothing is lost.</exception>
    public async Task<int> RunAsync(string partition, CancellationToken cancellation = default)
    {
        var sent = 0;
        await foreach (var left in store.ReadAllAsync(partition, RowQuery.Prefix(RowKinds.Outbox, MostAtOnce), cancellation).Chunk(MostAtOnce))
            sent += await SendAsync(partition, [.. left.Select(row => Outbox.Read(row.Key, row.Payload, row.Columns))], cancellation);
        return sent;
    }

    /// <summary>Sends messages that were committed just now, without reading them back.</summary>
    internal async Task<int> SendAsync(string partition, IReadOnlyList<OutboxEntry> messages, CancellationToken cancellation)
    {
        if (messages.Count == 0)
            return 0;
        var published = await Task.WhenAll(messages.Select(message => TryPublishAsync(message, cancellation)));
        var gone = messages.Where((_, i) => published[i]).Select(message => (RowWrite)new RowWrite.Delete(message.Key, RowWrite.AnyETag)).ToList();
        if (gone.Count > 0 && await store.CommitAsync(partition, gone, cancellation) is CommitResult.Conflict && gone.Count > 1)
        {
            // Another relay was here for one of them; that one is gone as well, and the rest goes row by row.
            foreach (var one in gone)
                await store.CommitAsync(partition, [one], cancellation);
        }

        return gone.Count;
    }

    private async Task<bool> TryPublishAsync(OutboxEntry message, CancellationToken cancellation)
    {
        try
        {
            await bus.PublishAsync(message.Topic, message.Message, cancellation);
            return true;
        }
        catch (BusUnavailableException unavailable)
        {
            LogLater(message.Message.Id, unavailable.Message);
            return false;
        }
        catch (Exception failure) when (failure is not (OperationCanceledException or StoreUnavailableException))
        {
            // It may never leave. The messages beside it must all the same.
            LogStays(message.Message.Id, failure);
            return false;
        }
    }

    [LoggerMessage(644, LogLevel.Warning, "Message {Id} stays in its outbox and is tried again: {Message}")]
    private partial void LogLater(string id, string message);

    [LoggerMessage(645, LogLevel.Error, "Message {Id} stays in its outbox; something was met that was not expected.")]
    private partial void LogStays(string id, Exception failure);
}
