using Azure.Storage.Queues;
using ServerlessTx.AzureQueues;

namespace ServerlessTx.Contracts;

[Collection(AzuriteTestGroup.Name)]
public sealed class StorageQueueBusTests(AzuriteFixture azurite) : MessageBusContract
{
    private const string Unreachable =
        "DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;AccountKey=Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==;"
        + "QueueEndpoint=http://127.0.0.1:1/devstoreaccount1;";

    private readonly string _prefix = $"p{Guid.NewGuid():N}"[..16];
    private readonly MemoryPartitionStore _rows = new();

    protected override async Task<IMessageBus> OpenAsync(IReadOnlyList<Subscription> subscriptions, MessageQueueOptions options) =>
        await StorageQueueBus.OpenAsync(azurite.ConnectionString, _prefix, subscriptions, _rows, TimeProvider.System, options);

    [Theory]
    [InlineData("no envelope")]
    [InlineData("null")]
    public async Task What_somebody_else_put_into_a_queue_is_handed_out_as_it_is(string text)
    {
        var queue = new QueueClient(azurite.ConnectionString, $"{_prefix}-audit");
        await queue.SendMessageAsync(text);
        var bus = await StorageQueueBus.OpenAsync(azurite.ConnectionString, _prefix, [new("audit", "orders")], _rows, TimeProvider.System);
        var foreign = Assert.Single(await bus.Open("audit").ReceiveAsync(16));
        Assert.Equal(text, System.Text.Encoding.UTF8.GetString(foreign.Message.Body.Span));
    }

    [Fact]
    public async Task The_row_of_a_large_message_goes_with_its_completion()
    {
        var bus = await StorageQueueBus.OpenAsync(azurite.ConnectionString, _prefix, [new("audit", "orders")], _rows, TimeProvider.System);
        await bus.PublishAsync("orders", new OutgoingMessage("1", "OrderCreated", new byte[40_000]));
        Assert.Single((await _rows.ReadAsync("claims-audit", RowQuery.Prefix("c|"))).Rows);
        var held = Assert.Single(await bus.Open("audit").ReceiveAsync(16));
        Assert.True(await bus.Open("audit").SettleAsync(held, new Settlement.Complete()));
        Assert.Empty((await _rows.ReadAsync("claims-audit", RowQuery.Prefix("c|"))).Rows);
    }

    [Fact]
    public async Task A_prefix_that_makes_too_long_a_name_is_refused_with_what_to_do() => Assert.StartsWith(
        "A queue's name has at most 63 characters;",
        (await Assert.ThrowsAsync<ArgumentException>(() => StorageQueueBus.OpenAsync(
            azurite.ConnectionString, new string('a', 60), [new("audit", "orders")], _rows, TimeProvider.System))).Message);

    [Fact]
    public async Task An_account_that_does_not_answer_is_said_to_be_unavailable() => Assert.Contains(
        "check that it runs and can be reached",
        (await Assert.ThrowsAsync<BusUnavailableException>(() => StorageQueueBus.OpenAsync(
            Unreachable, "p", [new("audit", "orders")], _rows, TimeProvider.System))).Message);
}
