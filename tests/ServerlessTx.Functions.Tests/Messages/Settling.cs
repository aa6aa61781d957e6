using Azure.Messaging.ServiceBus;
using Microsoft.Azure.Functions.Worker;

namespace ServerlessTx.Functions.Tests;

public sealed class Settling
{
    [Fact]
    public async Task Each_settlement_is_the_brokers_own()
    {
        var actions = new RecordedActions();
        var message = ServiceBusModelFactory.ServiceBusReceivedMessage(body: new BinaryData("{}"), messageId: "m", deliveryCount: 3);

        await ServiceBusSettling.SettleAsync(message, actions, new Settlement.Complete());
        await ServiceBusSettling.SettleAsync(message, actions, new Settlement.Abandon());
        await ServiceBusSettling.SettleAsync(message, actions, new Settlement.DeadLetter("reason", "why"));

        Assert.Equal(["complete m", "abandon m", "dead-letter m: reason, why"], actions.Settled);
    }

    [Fact]
    public void A_message_is_read_without_its_broker()
    {
        var message = ServiceBusModelFactory.ServiceBusReceivedMessage(
            body: new BinaryData("{}"), messageId: "m", contentType: "application/json", deliveryCount: 3,
            properties: new Dictionary<string, object> { ["cloudEvents:type"] = "t", ["cloudEvents_source"] = "/s", ["other"] = 1 });

        var read = ServiceBusSettling.Read(message);

        Assert.Equal(("m", 3, "application/json"), (read.Id, read.DeliveryCount, read.ContentType));
        Assert.Equal(new Dictionary<string, string> { ["type"] = "t", ["source"] = "/s" }, read.Attributes);
    }

    private sealed class RecordedActions : ServiceBusMessageActions
    {
        public List<string> Settled { get; } = [];

        public override Task CompleteMessageAsync(ServiceBusReceivedMessage message, CancellationToken cancellationToken = default) => Add($"complete {message.MessageId}");

        public override Task AbandonMessageAsync(ServiceBusReceivedMessage message, IDictionary<string, object>? propertiesToModify = null, CancellationToken cancellationToken = default) =>
            Add($"abandon {message.MessageId}");

        public override Task DeadLetterMessageAsync(
            ServiceBusReceivedMessage message, Dictionary<string, object>? propertiesToModify = null, string? deadLetterReason = null,
            string? deadLetterErrorDescription = null, CancellationToken cancellationToken = default) =>
            Add($"dead-letter {message.MessageId}: {deadLetterReason}, {deadLetterErrorDescription}");

        private Task Add(string settled)
        {
            Settled.Add(settled);
            return Task.CompletedTask;
        }
    }
}
