using System.Text;
using Microsoft.Extensions.Logging.Abstractions;

namespace ServerlessTx.Specifications;

/// <summary>
/// A process that counts what it orders and says so, and counts what others say: state, outbox, relay, inbox. Several lives of it share a store
/// and a bus.
/// </summary>
internal sealed class Sender(VirtualTime time, IPartitionStore store, IMessageBus bus, IMessageQueues queues)
{
    private const string Here = "orders";
    private const string There = "payments";

    public static Subscription[] Subscriptions { get; } = [new("payments", "orders_topic")];

    private readonly OutboxRelay _relay = new(store, bus, NullLogger<OutboxRelay>.Instance);

    /// <summary>Counts an order, and has it said if and only if it is counted.</summary>
    public async Task OrderAsync(string id) =>
        await new Inbox(store, _relay, time).OnceAsync(Here, $"request {id}", async rows =>
        {
            await CountAsync(rows, "orders");
            rows.Send("orders_topic", new OutgoingMessage(id, "Ordered", Encoding.UTF8.GetBytes(id)));
        });

    /// <summary>Sends what was left behind.</summary>
    public Task<int> RelayAsync() => _relay.RunAsync(Here);

    public Task ListenAsync(CancellationToken stopping = default) => Pump().RunAsync(TimeSpan.FromSeconds(1), stopping);

    public MessagePump Pump(Func<IncomingMessage, Task>? before = null) => new(
        "payments", queues.Open("payments"),
        async (message, _) =>
        {
            if (before is not null)
                await before(message);
            await new Inbox(store, _relay, time).OnceAsync(There, message.Id, rows => CountAsync(rows, "payments"));
            return new Settlement.Complete();
        },
        time, NullLogger.Instance);

    /// <summary>What was counted here and there, and what has not left.</summary>
    public async Task<string> CountsAsync()
    {
        var left = (await store.ReadAsync(Here, RowQuery.Prefix("x|"))).Rows.Count;
        return $"{await CountOfAsync(Here, "orders")} ordered, {await CountOfAsync(There, "payments")} paid, {left} left";
    }

    private async Task<int> CountOfAsync(string partition, string key) =>
        (await new BarrierRows(store, partition, null, default).FindAsync<Counter>(key))?.Count ?? 0;

    private static async Task CountAsync(BarrierRows rows, string key)
    {
        var counter = await rows.FindAsync<Counter>(key) ?? new Counter(0);
        rows.Put(key, counter with { Count = counter.Count + 1 });
    }

    private sealed record Counter(int Count);
}
