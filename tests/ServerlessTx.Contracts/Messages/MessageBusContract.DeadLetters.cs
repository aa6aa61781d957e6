using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using ServerlessTx.LocalHost;

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

        Assert.True(await DeadPayments.PutBackAsync((await DeadPayments.ReadAsync())[0].Letter));
        var again = await OneAsync(Payments);
        Assert.Equal(($"1={body}", 1), (Text([again]), again.Message.DeliveryCount));
        Assert.Empty(await DeadPayments.ReadAsync());
    }

    [Fact]
    public async Task Putting_one_back_leaves_the_others_dead()
    {
        await PublishAsync(Message("1"), Message("2"), Message("3"));
        foreach (var held in await ReceiveAsync(Payments, 3))
            Assert.True(await Payments.SettleAsync(held, Poison));
        var letter = (await DeadPayments.ReadAsync()).Single(dead => dead.Id == "2").Letter;
        Assert.True(await DeadPayments.PutBackAsync(letter));
        Assert.False(await DeadPayments.PutBackAsync(letter));
        Assert.Null(await DeadPayments.FindAsync(letter));
        Assert.Equal("2={}", Text(await ReceiveAsync(Payments)));
        Assert.Equal(["1", "3"], (await DeadPayments.ReadAsync()).Select(dead => dead.Id).Order());
    }

    [Fact]
    public async Task Dead_letters_are_read_in_pages_and_found_by_what_names_them()
    {
        await PublishAsync([.. Enumerable.Range(0, 7).Select(i => Message($"{i}"))]);
        foreach (var held in await ReceiveAsync(Payments, 7))
            Assert.True(await Payments.SettleAsync(held, Poison));
        var pages = new List<IReadOnlyList<DeadMessage>> { await DeadPayments.ReadAsync(most: 3) };
        while (pages[^1].Count > 0)
            pages.Add(await DeadPayments.ReadAsync(pages[^1][^1].Letter, most: 3));
        Assert.Equal([3, 3, 1, 0], pages.Select(page => page.Count));
        var all = pages.SelectMany(page => page).ToList();
        Assert.Equal(["0", "1", "2", "3", "4", "5", "6"], all.Select(dead => dead.Id).Order());
        Assert.Equal(all.Select(dead => dead.Letter).Order(StringComparer.Ordinal), all.Select(dead => dead.Letter));
        Assert.All(all, dead => Assert.True(LetterName.IsOne(dead.Letter)));
        Assert.Equal(all[4].Id, (await DeadPayments.FindAsync(all[4].Letter))!.Id);
        Assert.Null(await DeadPayments.FindAsync("8999999999999999999"));
        Assert.False(await DeadPayments.PutBackAsync("8999999999999999999"));
    }

    [Fact]
    public async Task What_is_dead_for_one_subscription_is_alive_for_another()
    {
        await PublishAsync(Message("1"));
        Assert.True(await Payments.SettleAsync(await OneAsync(Payments), Poison));
        Assert.Equal("1={}", Text(await ReceiveAsync(Audit)));
        Assert.Empty(await _dead.OpenDead("audit").ReadAsync());
    }

    /// <summary>What CloudEvents says about such a name quotes one UTF-16 unit of it.</summary>
    [Fact]
    public async Task What_died_of_a_name_outside_the_basic_plane_is_dead_once()
    {
        await PublishAsync(Message("1", """{"specversion":"1.0","type":"OrderCreated","source":"/s","id":"1","a😀":"x"}"""));
        var pump = new MessagePump("payment_service", Payments, (message, _) => Task.FromResult(Judged(message)), TimeProvider.System, NullLogger.Instance);
        Assert.True(await Poll.UntilAsync(
            async () => await pump.PassAsync(CancellationToken.None) > 0, TimeSpan.FromSeconds(30), TimeProvider.System, CancellationToken.None));
        var dead = Assert.Single(await DeadPayments.ReadAsync());
        Assert.Equal(EventReader.Malformed, dead.Reason);
        Assert.Contains('\uFFFD', dead.Description);
    }

    [Fact]
    public async Task A_description_is_cut_between_two_characters()
    {
        await PublishAsync(Message("1"));
        Assert.True(await Payments.SettleAsync(await OneAsync(Payments), new Settlement.DeadLetter("failed", new string('a', 1023) + "😀")));
        Assert.Equal(new string('a', 1023), Assert.Single(await DeadPayments.ReadAsync()).Description);
    }

    private static Settlement Judged(IncomingMessage message)
    {
        try
        {
            EventReader.Read(message);
            return new Settlement.Complete();
        }
        catch (MalformedEventException malformed)
        {
            return new Settlement.DeadLetter(malformed.Reason, malformed.Message);
        }
    }

    private async Task AssertDeadAsync(string body)
    {
        var dead = Assert.Single(await DeadPayments.ReadAsync());
        Assert.Equal(("1", "OrderCreated", body), (dead.Id, dead.Type, Encoding.UTF8.GetString(dead.Body.Span)));
        Assert.Equal(("invalid_input", "amount must be a number.", 1), (dead.Reason, dead.Description, dead.Deliveries));
    }
}
