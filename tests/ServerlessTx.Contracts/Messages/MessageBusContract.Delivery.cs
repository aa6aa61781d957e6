namespace ServerlessTx.Contracts;

public abstract partial class MessageBusContract
{
    [Fact]
    public async Task A_message_comes_to_everyone_who_subscribed_to_its_topic_and_type()
    {
        await PublishAsync(Message("1", "{\"a\":1}"), Message("2", "{}", "PaymentCharged"));
        Assert.Equal("1={\"a\":1}", Text(await ReceiveAsync(Payments)));
        Assert.Equal("1={\"a\":1}, 2={}", Text(await ReceiveAsync(Audit, 2)));
        Assert.Empty(await _queues.Open("elsewhere").ReceiveAsync(16));
    }

    [Fact]
    public async Task A_message_that_was_completed_never_comes_again()
    {
        await PublishAsync(Message("1"));
        Assert.True(await Payments.SettleAsync(await OneAsync(Payments), new Settlement.Complete()));
        // The second message comes behind where the first would have come again.
        await PublishAsync(Message("2"));
        Assert.Equal("2={}", Text(await ReceiveAsync(Payments)));
    }

    [Fact]
    public async Task A_message_that_is_held_comes_to_nobody_else()
    {
        await PublishAsync(Message("1"));
        var held = await OneAsync(Payments);
        Assert.Empty(await Payments.ReceiveAsync(16));
        Assert.Equal(1, held.Message.DeliveryCount);
    }

    [Fact]
    public async Task A_message_whose_holder_falls_silent_comes_again_and_counts_its_deliveries()
    {
        await PublishAsync(Message("1"));
        var lost = await OneAsync(Payments);
        var again = await OneAsync(Payments);
        Assert.Equal(("1", 2), (again.Message.Id, again.Message.DeliveryCount));
        Assert.False(await Payments.SettleAsync(lost, new Settlement.Complete()));
        Assert.Null(await Payments.RenewAsync(lost));
        Assert.True(await Payments.SettleAsync(again, new Settlement.Complete()));
    }

    [Fact]
    public async Task Renewing_keeps_a_message_and_what_was_held_before_settles_nothing()
    {
        await PublishAsync(Message("1", "{\"whole\":true}"));
        var first = await OneAsync(Payments);
        var renewed = await Payments.RenewAsync(first);
        Assert.NotNull(renewed);
        Assert.Equal(first.Message.Id, renewed.Message.Id);
        Assert.True(await Payments.SettleAsync(renewed, new Settlement.Abandon()));
        Assert.Equal("1={\"whole\":true}", Text(await ReceiveAsync(Payments)));
    }

    [Fact]
    public async Task An_abandoned_message_comes_again_whole()
    {
        await PublishAsync(Message("1", "{\"b\":2}"));
        Assert.True(await Payments.SettleAsync(await OneAsync(Payments), new Settlement.Abandon()));
        var again = await OneAsync(Payments);
        Assert.Equal(("1={\"b\":2}", 2), (Text([again]), again.Message.DeliveryCount));
    }

    [Theory]
    [InlineData(32 * 1024)]
    [InlineData(32 * 1024 + 1)]
    [InlineData(256 * 1024)]
    public async Task A_large_message_comes_whole_as_often_as_it_comes(int bytes)
    {
        var body = new string('x', bytes);
        await PublishAsync(Message("1", body));
        Assert.True(await Payments.SettleAsync(await OneAsync(Payments), new Settlement.Abandon()));
        var again = await OneAsync(Payments);
        Assert.Equal($"1={body}", Text([again]));
        Assert.True(await Payments.SettleAsync(again, new Settlement.Complete()));
        Assert.Equal($"1={body}", Text(await ReceiveAsync(Audit)));
    }

    [Fact]
    public async Task A_large_message_that_is_published_again_comes_again()
    {
        var body = new string('x', 40_000);
        await PublishAsync(Message("1", body));
        Assert.True(await Payments.SettleAsync(await OneAsync(Payments), new Settlement.Complete()));
        await PublishAsync(Message("1", body));
        Assert.Equal($"1={body}", Text(await ReceiveAsync(Payments)));
    }

    [Fact]
    public void What_is_larger_than_256_KiB_is_refused_before_anything_is_sent() => Assert.StartsWith(
        "An event has at most 262144 bytes (256 KiB); '1' has 262145.",
        Assert.Throws<ArgumentException>(() => Message("1", new string('x', 256 * 1024 + 1))).Message);

    [Fact]
    public void A_subscription_that_the_bus_was_made_without_is_an_error_that_names_those_there_are() => Assert.StartsWith(
        "There is no subscription 'shipping'; there are: payment_service, audit, elsewhere.",
        Assert.Throws<ArgumentException>(() => _queues.Open("shipping")).Message);
}
