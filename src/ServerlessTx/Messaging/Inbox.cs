namespace ServerlessTx;

/// <summary>
/// Has a message take effect once, however often it comes: its id is recorded in the same batch as what it does and as the messages that it
/// sends on.
/// </summary>
/// <param name="store">Holds the rows that messages change.</param>
/// <param name="relay">Sends on what they send.</param>
/// <param name="time">Paces the retries when others write the same rows.</param>
public sealed class Inbox(IPartitionStore store, OutboxRelay relay, TimeProvider time)
{
    private const int MostRounds = 100;

    /// <summary>Does what a message asks for, unless it is done.</summary>
    /// <param name="partition">Where the rows are.</param>
    /// <param name="messageId">The message's id.</param>
    /// <param name="effect">Reads and writes rows; runs again when others changed what it read. Effects elsewhere do not belong in it.</param>
    /// <param name="cancellation">Ends the waiting; what was committed stays.</param>
    /// <returns>Whether it was done now; false when it had been done before.</returns>
    /// <exception cref="StoreUnavailableException">The store did not answer; it may be done all the same. When the message comes again, that is found.</exception>
    public async Task<bool> OnceAsync(string partition, string messageId, Func<BarrierRows, Task> effect, CancellationToken cancellation = default)
    {
        var own = new RowWrite.Insert(RowKinds.Inbox + HashedKey.Of(messageId), default);
        for (var round = 1; round <= MostRounds; round++)
        {
            if ((await store.ReadAsync(partition, RowQuery.Single(own.Key), cancellation)).Rows.Count > 0)
                return false;
            var rows = new BarrierRows(store, partition, forward: null, cancellation);
            await effect(rows);
            RowWrite[] batch = [own, .. rows.Writes];
            if (await store.CommitAsync(partition, batch, cancellation) is CommitResult.Committed)
            {
                await relay.SendAsync(partition, Outbox.MessagesIn(batch), cancellation);
                return true;
            }

            await Task.Delay(CallPolicy.Contention.Pause(messageId, round), time, cancellation);
        }

        throw new InvalidOperationException(
            $"The rows of message '{messageId}' were changed {MostRounds} times beside it, or it sends a message whose id is taken; look for what writes them.");
    }
}
