namespace ServerlessTx.CloudEvents;

/// <summary>
/// Has a transaction that waits (<c>subject</c>) look at its stream. The event is no more than a wake-up: what the transaction waits for
/// was appended before it was sent, so a signal that is lost costs time and nothing else.
/// </summary>
public sealed class SignalMessages(TransactionClient client)
{
    /// <summary>The type of an event that wakes.</summary>
    public const string Signal = "serverlesstx.transaction.signal";

    /// <summary>Handles a message and says what is to become of it.</summary>
    public async Task<Settlement> HandleAsync(IncomingMessage message)
    {
        try
        {
            var read = EventReader.Read(message);
            if (read.Type != Signal)
                return new Settlement.DeadLetter("unknown_type", $"The type of an event for this queue is {Signal}.");
            if (!TransactionId.TryParse(read.Subject, out var id))
                return new Settlement.DeadLetter(EventReader.Malformed, $"The subject must be a transaction's id, such as {TransactionId.Example}.");
            await client.WakeAsync(id);
            return new Settlement.Complete();
        }
        catch (MalformedEventException malformed)
        {
            return new Settlement.DeadLetter(malformed.Reason, malformed.Message);
        }
    }
}
