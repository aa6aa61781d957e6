using System.Text.Json;

namespace ServerlessTx.Participants.PostgreSql;

/// <summary>A message that left a database's outbox. The same one may come again; its id is its idempotency key.</summary>
/// <param name="Id">Unique.</param>
/// <param name="Kind">What it is, and with that whose.</param>
/// <param name="Payload">What it says.</param>
public sealed record OutboxMessage(string Id, string Kind, JsonElement Payload);

/// <summary>Delivers the messages of one kind.</summary>
public interface IOutboxHandler
{
    /// <summary>The kind.</summary>
    string Kind { get; }

    /// <summary>Delivers a message. An exception keeps it, and it is tried again.</summary>
    Task<Delivery> DeliverAsync(OutboxMessage message, CancellationToken cancellation);
}

/// <summary>What became of a message.</summary>
public abstract record Delivery
{
    private Delivery()
    {
    }

    /// <summary>It is delivered, and leaves the outbox.</summary>
    public sealed record Delivered : Delivery;

    /// <summary>It can never be delivered: it stays in the outbox with this reason, and is not tried again.</summary>
    public sealed record Refused(string Reason) : Delivery;
}
