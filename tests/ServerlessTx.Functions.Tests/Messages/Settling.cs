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

        foreach (var settlement in new Settlement[] { new Settlement.Complete(), new Settlement.Abandon(), new Settlement.DeadLetter("reason", "why") })
            await ServiceBusSettling.SettleAsync(message, actions, settlement, TimeProvider.System, stopping: new(canceled: true));

        Assert.Equal(["complete m", "abandon m", "dead-letter m: reason, why"], actions.Settled);
    }

    /// <summary>The broker would bring it again at once: the outage of a minute would use up all deliveries of everything in flight.</summary>
    [Theory]
    [InlineData(1, 1)]
    [InlineData(5, 16)]
    [InlineData(100, 60)]
    public void What_is_to_come_again_is_held_longer_each_time_and_no_longer_than_a_minute(int delivery, int seconds) => VirtualTime.Run(async time =>
    {
        var before = time.GetUtcNow();
        var actions = new RecordedActions();
        var message = ServiceBusModelFactory.ServiceBusReceivedMessage(body: new BinaryData("{}"), messageId: "m", deliveryCount: delivery);

        await ServiceBusSettling.SettleAsync(message, actions, new Settlement.Abandon(), time, default);

        Assert.Equal(["abandon m"], actions.Settled);
        Assert.Equal(TimeSpan.FromSeconds(seconds), time.GetUtcNow() - before);
        return true;
    });

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
