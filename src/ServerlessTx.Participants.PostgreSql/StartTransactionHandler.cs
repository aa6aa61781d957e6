using System.Text.Json;

namespace ServerlessTx.Participants.PostgreSql;

/// <summary>Begins the transaction that a message asks for, once: a message that comes again finds it begun.</summary>
internal sealed class StartTransactionHandler(TransactionClient client) : IOutboxHandler
{
    public const string MessageKind = "start_transaction";

    public string Kind => MessageKind;

    public async Task<Delivery> DeliverAsync(OutboxMessage message, CancellationToken cancellation)
    {
        try
        {
            var start = message.Payload.Deserialize<StartMessage>(WireJson.Tolerant)!;
            await client.StartAsync(new StartRequest(start.Workflow, start.Input) { IdempotencyKey = message.Id, Caller = "outbox" }, cancellation);
            return new Delivery.Delivered();
        }
        catch (Exception wrong) when (wrong is InvalidInputException or UnknownWorkflowException or IdempotencyKeyReusedException or JsonException)
        {
            return new Delivery.Refused(wrong.Message);
        }
    }
}

/// <summary>The payload of a message that begins a transaction.</summary>
internal sealed record StartMessage(string Workflow, JsonElement Input);
