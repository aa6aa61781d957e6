using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using ServerlessTx.CloudEvents;
using ServerlessTx.Specifications;

namespace ServerlessTx.Functions.Tests;

public sealed class MessageSpecifications
{
    private const string Event = """
        {"specversion":"1.0","type":"serverlesstx.transaction.start","source":"/shop","id":"42","subject":"order_fulfillment",
         "datacontenttype":"application/json","traceparent":"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01","data":{"item":"book"}}
        """;

    [Fact]
    public void An_event_begins_a_transaction_and_the_same_event_again_the_same_one() => Run(async (messages, world) =>
    {
        Assert.IsType<Settlement.Complete>(await messages.HandleAsync(Structured(Event)));
        Assert.IsType<Settlement.Complete>(await messages.HandleAsync(Structured(Event)));

        var only = Assert.Single((await world.Client.ListAsync(new TransactionQuery())).Transactions);
        var started = (Started)(await world.Transactions.LoadAsync(TransactionId.Parse(only.TransactionId), default)).Records[0].Record;
        Assert.Equal(("functions", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"), (started.Caller, started.Traceparent));
        return true;
    });

    [Fact]
    public void An_event_in_binary_mode_says_the_same() => Run(async (messages, world) =>
    {
        var binary = new IncomingMessage("m", Encoding.UTF8.GetBytes("""{"item":"book"}"""), 1)
        {
            ContentType = "application/json",
            Attributes = new Dictionary<string, string>
            {
                ["specversion"] = "1.0",
                ["type"] = TransactionMessages.Start,
                ["source"] = "/shop",
                ["id"] = "42",
                ["subject"] = "order_fulfillment",
            },
        };
        Assert.IsType<Settlement.Complete>(await messages.HandleAsync(binary));
        Assert.IsType<Settlement.Complete>(await messages.HandleAsync(Structured(Event)));
        Assert.Single((await world.Client.ListAsync(new TransactionQuery())).Transactions);
        return true;
    });

    [Theory]
    [InlineData("not json", "malformed_event")]
    [InlineData("""{"specversion":"1.0"}""", "malformed_event")]
    [InlineData("""{"specversion":"1.0","type":"other","source":"/s","id":"1","subject":"order_fulfillment","data":{}}""", "unknown_type")]
    [InlineData("""{"specversion":"1.0","type":"serverlesstx.transaction.start","source":"/s","id":"1","data":{}}""", "malformed_event")]
    [InlineData("""{"specversion":"1.0","type":"serverlesstx.transaction.start","source":"/s","id":"1","subject":"nothing","data":{}}""", "unknown_workflow")]
    [InlineData("""{"specversion":"1.0","type":"serverlesstx.transaction.start","source":"/s","id":"1","subject":"order_fulfillment","data":{"item":1}}""", "invalid_input")]
    [InlineData("""{"specversion":"1.0","type":"serverlesstx.transaction.start","source":"/s","id":"1","subject":"order_fulfillment","data":{"item":"a","item":"b"}}""", "malformed_event")]
    [InlineData("""{"specversion":"1.0","type":"serverlesstx.transaction.start","source":"/s","id":"1","subject":"order_fulfillment","data_base64":"AAAA"}""", "malformed_event")]
    public void What_can_never_work_goes_to_the_dead_letters_with_a_reason(string body, string reason) => Run(async (messages, world) =>
    {
        var letter = Assert.IsType<Settlement.DeadLetter>(await messages.HandleAsync(Structured(body)));
        Assert.Equal(reason, letter.Reason);
        Assert.NotEmpty(letter.Description);
        Assert.Empty((await world.Client.ListAsync(new TransactionQuery())).Transactions);
        return true;
    });

    [Fact]
    public void A_message_that_is_too_large_is_a_dead_letter() => Run(async (messages, _) =>
    {
        var letter = Assert.IsType<Settlement.DeadLetter>(await messages.HandleAsync(Structured(Event + new string(' ', 256 * 1024))));
        Assert.Equal("too_large", letter.Reason);
        return true;
    });

    [Fact]
    public void Trouble_with_the_store_has_the_message_come_again()
    {
        var store = new StoreWithOutage(new MemoryPartitionStore());
        VirtualTime.Run(async time =>
        {
            var world = new World(time, store: store);
            store.GoAway(0, time, TimeSpan.FromHours(1));
            Assert.IsType<Settlement.Abandon>(await Messages(world).HandleAsync(Structured(Event)));
            return true;
        });
    }

    [Fact]
    public void What_fails_in_a_way_that_nobody_foresaw_is_not_tried_for_ever() => VirtualTime.Run(async time =>
    {
        var store = new StoreWithOutage(new MemoryPartitionStore());
        var world = new World(time, store: store);
        store.Break(2);
        Assert.IsType<Settlement.Abandon>(await Messages(world).HandleAsync(Structured(Event)));
        Assert.Equal("failed", Assert.IsType<Settlement.DeadLetter>(await Messages(world).HandleAsync(Structured(Event) with { DeliveryCount = 10 })).Reason);
        return true;
    });

    [Fact]
    public void A_signal_wakes_the_transaction_that_it_names() => Run(async (_, world) =>
    {
        world.Orders.On("ship_order", new Behaviour.Fails());
        var started = await world.StartAsync();
        await Task.Delay(TimeSpan.FromHours(1), world.Time);
        var turns = world.Hub().Turns;
        var signals = new SignalMessages(world.Client);

        var signal = $$"""{"specversion":"1.0","type":"serverlesstx.transaction.signal","source":"/s","id":"1","subject":"{{started.Id}}"}""";
        Assert.IsType<Settlement.Complete>(await signals.HandleAsync(Structured(signal)));
        await Task.Delay(TimeSpan.FromMilliseconds(1), world.Time);

        Assert.True(world.Hub().Turns > turns);
        Assert.Equal("malformed_event", Assert.IsType<Settlement.DeadLetter>(await signals.HandleAsync(Structured(signal.Replace(started.Id.ToString(), "nobody", StringComparison.Ordinal)))).Reason);
        return true;
    });

    private static IncomingMessage Structured(string body) => new("m", Encoding.UTF8.GetBytes(body), 1) { ContentType = "application/cloudevents+json; charset=utf-8" };

    private static void Run(Func<TransactionMessages, World, Task<bool>> body) => VirtualTime.Run(async time =>
    {
        var world = new World(time);
        return await body(Messages(world), world);
    });

    private static TransactionMessages Messages(World world) =>
        new(world.Services.GetRequiredService<TransactionClient>(), AppServices.Caller, NullLogger<TransactionMessages>.Instance);
}
