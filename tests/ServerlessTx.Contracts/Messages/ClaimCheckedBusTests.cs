using System.Text;
using ServerlessTx.Testing;

namespace ServerlessTx.Contracts;

/// <summary>The claim check over any bus: here over one that takes nothing larger.</summary>
public sealed class ClaimCheckedBusTests : MessageBusContract
{
    private const string Large = "the body of message 1 ";

    private readonly MemoryPartitionStore _rows = new();
    private SmallBus _small = null!;
    private ClaimCheck _claims = null!;
    private ClaimCheckedBus _whole = null!;

    protected override Task<IMessageBus> OpenAsync(IReadOnlyList<Subscription> subscriptions, MessageQueueOptions options)
    {
        _small = new SmallBus(new MemoryMessageBus(subscriptions, TimeProvider.System, options: options));
        _claims = new ClaimCheck(_rows, subscriptions);
        return Task.FromResult<IMessageBus>(_whole = new ClaimCheckedBus(_small, _claims));
    }

    [Fact]
    public async Task A_row_lies_with_everyone_who_wants_the_message_until_he_completes_it()
    {
        await PublishLargeAsync();
        Assert.Equal((1, 1, 0), (await RowsAsync("payment_service"), await RowsAsync("audit"), await RowsAsync("elsewhere")));
        Assert.True(await _whole.Open("audit").SettleAsync((await _whole.Open("audit").ReceiveAsync(1))[0], new Settlement.Complete()));
        Assert.Equal((1, 0), (await RowsAsync("payment_service"), await RowsAsync("audit")));
    }

    [Fact]
    public void A_process_that_vanishes_before_the_completion_leaves_a_message_that_is_taken_for_completed() => VirtualTime.Run(async time =>
    {
        Subscription[] audit = [new("audit", "orders")];
        var (bus, claims) = (new MemoryMessageBus(audit, time), new ClaimCheck(_rows, audit));
        var whole = new ClaimCheckedBus(bus, claims);
        await whole.PublishAsync("orders", new OutgoingMessage("1", "OrderCreated", new byte[100_000]));
        await claims.ForgetAsync("audit", Assert.Single(await bus.Open("audit").ReceiveAsync(1)).Message.Body);
        await Task.Delay(TimeSpan.FromMinutes(1), time);
        Assert.Empty(await whole.Open("audit").ReceiveAsync(1));
        await Task.Delay(TimeSpan.FromMinutes(1), time);
        Assert.Empty(await bus.Open("audit").ReceiveAsync(1));
        return true;
    });

    [Fact]
    public async Task A_small_body_that_looks_like_a_claim_is_what_it_is()
    {
        await PublishLargeAsync();
        var claim = (await _small.Open("payment_service").ReceiveAsync(1))[0].Message.Body;
        await _whole.PublishAsync("others", new OutgoingMessage("2", "Any", claim));
        Assert.Equal(claim, Assert.Single(await _whole.Open("elsewhere").ReceiveAsync(1)).Message.Body.ToArray());
    }

    [Fact]
    public async Task A_bus_that_calls_hands_its_messages_over_whole_and_has_them_completed()
    {
        await PublishLargeAsync();
        var sent = (await _small.Open("audit").ReceiveAsync(1))[0].Message;
        IncomingMessage? seen = null;
        var settlement = await _claims.HandleAsync("audit", sent, whole =>
        {
            seen = whole;
            return Task.FromResult<Settlement>(new Settlement.Complete());
        });
        Assert.IsType<Settlement.Complete>(settlement);
        Assert.StartsWith(Large, Encoding.UTF8.GetString(seen!.Body.Span));
        Assert.Equal(0, await RowsAsync("audit"));
        // What comes again has been completed: nobody is asked.
        Assert.IsType<Settlement.Complete>(await _claims.HandleAsync("audit", sent, _ => throw new InvalidOperationException("It is asked.")));
    }

    [Fact]
    public async Task What_is_not_completed_keeps_its_row()
    {
        await PublishLargeAsync();
        var sent = (await _small.Open("audit").ReceiveAsync(1))[0].Message;
        Assert.IsType<Settlement.Abandon>(await _claims.HandleAsync("audit", sent, _ => Task.FromResult<Settlement>(new Settlement.Abandon())));
        Assert.Equal(1, await RowsAsync("audit"));
    }

    private Task PublishLargeAsync() =>
        _whole.PublishAsync("orders", new OutgoingMessage("1", "OrderCreated", Encoding.UTF8.GetBytes(Large + new string('x', 100_000))));

    private async Task<int> RowsAsync(string subscription) => (await _rows.ReadAsync($"claims-{subscription}", RowQuery.Prefix("c|"))).Rows.Count;

    private sealed class SmallBus(MemoryMessageBus bus) : IMessageBus, IMessageQueues, IDeadLetterQueues
    {
        public IMessageQueue Open(string subscription) => bus.Open(subscription);

        public IDeadLetterQueue OpenDead(string subscription) => bus.OpenDead(subscription);

        public Task PublishAsync(string topic, OutgoingMessage message, CancellationToken cancellation = default) =>
            message.Body.Length <= ClaimCheck.LargestBody ? bus.PublishAsync(topic, message, cancellation) : throw new InvalidOperationException("Too large.");
    }
}
