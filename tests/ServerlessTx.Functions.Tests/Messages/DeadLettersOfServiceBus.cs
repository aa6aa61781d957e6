using Azure.Messaging.ServiceBus;

namespace ServerlessTx.Functions.Tests;

/// <summary>The dead-letter sub-queue, as its receiver shows it. The broker itself is not here: these are its signatures and what they are said to do.</summary>
public sealed class DeadLettersOfServiceBus
{
    private readonly Receiver _dead = new([Dead(7, "a"), Dead(9, "b"), Dead(40, "c")]);
    private readonly Sender _topic = new();

    private IDeadLetterQueue Letters => new ServiceBusDeadLetters(_dead, _topic);

    [Fact]
    public async Task They_are_read_in_pages_by_their_sequence_numbers()
    {
        var first = await Letters.ReadAsync(most: 2);
        Assert.Equal(["0000000000000000007", "0000000000000000009"], first.Select(dead => dead.Letter));
        Assert.Equal("c", Assert.Single(await Letters.ReadAsync(first[^1].Letter, most: 2)).Id);
        Assert.Equal(("a", "OrderCreated", "failed", "why", 10, "{}"), Fields(first[0]));
        Assert.Equal("b", (await Letters.FindAsync("0000000000000000009"))!.Id);
        Assert.Null(await Letters.FindAsync("0000000000000000008"));
    }

    [Fact]
    public async Task One_is_put_back_to_the_topic_without_what_it_died_of_and_the_others_are_given_back()
    {
        Assert.True(await Letters.PutBackAsync("0000000000000000009"));
        var sent = Assert.Single(_topic.Sent);
        Assert.Equal(("b", "OrderCreated", OutgoingMessage.ContentType, "{}"), (sent.MessageId, sent.Subject, sent.ContentType, sent.Body.ToString()));
        Assert.Equal(["traceparent"], sent.ApplicationProperties.Keys);
        Assert.Equal(["complete b", "abandon a", "abandon c"], _dead.Settled);
    }

    [Fact]
    public async Task One_that_is_not_there_is_not_put_back()
    {
        Assert.False(await Letters.PutBackAsync("0000000000000000008"));
        Assert.Empty(_topic.Sent);
        Assert.Equal(["abandon a", "abandon b", "abandon c"], _dead.Settled);
    }

    [Fact]
    public async Task A_broker_that_does_not_answer_is_said_to_be_unavailable()
    {
        _dead.Fails = new ServiceBusException("gone", ServiceBusFailureReason.ServiceTimeout);
        await Assert.ThrowsAsync<BusUnavailableException>(() => Letters.ReadAsync());
        await Assert.ThrowsAsync<BusUnavailableException>(() => Letters.PutBackAsync("0000000000000000009"));
    }

    private static (string, string, string, string, int, string) Fields(DeadMessage dead) =>
        (dead.Id, dead.Type, dead.Reason, dead.Description, dead.Deliveries, System.Text.Encoding.UTF8.GetString(dead.Body.Span));

    private static ServiceBusReceivedMessage Dead(long number, string id) => ServiceBusModelFactory.ServiceBusReceivedMessage(
        body: new BinaryData("{}"), messageId: id, subject: "OrderCreated", contentType: OutgoingMessage.ContentType, deliveryCount: 10, sequenceNumber: number,
        properties: new Dictionary<string, object> { ["DeadLetterReason"] = "failed", ["DeadLetterErrorDescription"] = "why", ["traceparent"] = "00" });

    private sealed class Receiver(IReadOnlyList<ServiceBusReceivedMessage> messages) : ServiceBusReceiver
    {
        private readonly Queue<ServiceBusReceivedMessage> _left = new(messages);

        public List<string> Settled { get; } = [];

        public ServiceBusException? Fails { get; set; }

        public override Task<IReadOnlyList<ServiceBusReceivedMessage>> PeekMessagesAsync(int maxMessages, long? fromSequenceNumber = null, CancellationToken cancellationToken = default) =>
            AnswerAsync([.. messages.Where(message => message.SequenceNumber >= (fromSequenceNumber ?? 0)).Take(maxMessages)]);

        public override Task<IReadOnlyList<ServiceBusReceivedMessage>> ReceiveMessagesAsync(int maxMessages, TimeSpan? maxWaitTime = null, CancellationToken cancellationToken = default)
        {
            var handed = new List<ServiceBusReceivedMessage>();
            while (handed.Count < maxMessages && _left.TryDequeue(out var next))
                handed.Add(next);
            return AnswerAsync(handed);
        }

        public override Task CompleteMessageAsync(ServiceBusReceivedMessage message, CancellationToken cancellationToken = default) => Settle($"complete {message.MessageId}");

        public override Task AbandonMessageAsync(
            ServiceBusReceivedMessage message, IDictionary<string, object>? propertiesToModify = null, CancellationToken cancellationToken = default) =>
            Settle($"abandon {message.MessageId}");

        private Task<IReadOnlyList<ServiceBusReceivedMessage>> AnswerAsync(IReadOnlyList<ServiceBusReceivedMessage> answer) =>
            Fails is null ? Task.FromResult(answer) : Task.FromException<IReadOnlyList<ServiceBusReceivedMessage>>(Fails);

        private Task Settle(string what)
        {
            Settled.Add(what);
            return Task.CompletedTask;
        }
    }

    private sealed class Sender : ServiceBusSender
    {
        public List<ServiceBusMessage> Sent { get; } = [];

        public override Task SendMessageAsync(ServiceBusMessage message, CancellationToken cancellationToken = default)
        {
            Sent.Add(message);
            return Task.CompletedTask;
        }
    }
}
