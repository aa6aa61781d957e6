using System.Text;

namespace ServerlessTx.Contracts;

public abstract partial class MessageBusContract
{
    private static readonly Settlement.DeadLetter Poison = new("invalid_input", "amount must be a number.");

    [Theory]
    [InlineData("{\"a\":1}")]
    [InlineData(null)]
    public async Task A_dead_message_lies_there_with_its_reason_until_it_is_put_back(string? small)
    {
        var body = small ?? new string('x', 50_000);
        await PublishAsync(Message("1", body));
        Assert.True(await Payments.SettleAsync(await OneAsync(Payments), Poison));
        await AssertDeadAsync(body);
        await AssertDeadAsync(body);
        Assert.Empty(await Payments.ReceiveAsync(16));

        Assert.True(await Payments.PutBackAsync("1"));
        var again = await OneAsync(Payments);
        Assert.Equal(($"1={body}", 1), (Text([again]), again.Message.DeliveryCount));
        Assert.Empty(await Payments.ReadDeadAsync());
    }

    [Fact]
    public async Task Putting_one_back_leaves_the_others_dead()
    {
        await PublishAsync(Message("1"), Message("2"), Message("3"));
        foreach (var held in await ReceiveAsync(Payments, 3))
            Assert.True(await Payments.SettleAsync(held, Poison));
        Assert.True(await Payments.PutBackAsync("2"));
        Assert.False(await Payments.PutBackAsync("2"));
        Assert.Equal("2={}", Text(await ReceiveAsync(Payments)));
        Assert.Equal(["1", "3"], (await Payments.ReadDeadAsync()).Select(dead => dead.Id).Order());
    }

    [Fact]
    public async Task What_is_dead_for_one_subscription_is_alive_for_another()
    {
        await PublishAsync(Message("1"));
        Assert.True(await Payments.SettleAsync(await OneAsync(Payments), Poison));
        Assert.Equal("1={}", Text(await ReceiveAsync(Audit)));
        Assert.Empty(await Audit.ReadDeadAsync());
    }

    private async Task AssertDeadAsync(string body)
    {
        var dead = Assert.Single(await Payments.ReadDeadAsync());
        Assert.Equal(("1", "OrderCreated", body), (dead.Id, dead.Type, Encoding.UTF8.GetString(dead.Body.Span)));
        Assert.Equal(("invalid_input", "amount must be a number.", 1), (dead.Reason, dead.Description, dead.Deliveries));
    }
}
