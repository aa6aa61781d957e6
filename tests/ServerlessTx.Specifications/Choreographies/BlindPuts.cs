using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;

namespace ServerlessTx.Specifications;

/// <summary>A service that puts a row without having looked for it, and somebody has put it already.</summary>
public sealed class BlindPuts
{
    private const string Partition = "orders";

    [Theory]
    [InlineData(null)]
    [InlineData("k")]
    public void Where_a_run_begins_it_is_an_error_that_names_the_row_and_nothing_is_begun(string? key) => VirtualTime.Run(async time =>
    {
        var store = new MemoryPartitionStore();
        await store.CommitAsync(Partition, [new RowWrite.Insert("order|7", "{}"u8.ToArray())]);
        await using var services = Services(store, time);
        var client = services.GetRequiredService<ChoreographyClient>();
        var request = new StartRequest("shop", JsonSerializer.SerializeToElement("order|7")) { IdempotencyKey = key };
        var blind = await Assert.ThrowsAsync<InvalidOperationException>(() => client.StartAsync(request));
        Assert.Equal("The row 'order|7' stands already. Call FindAsync before you put a row that another call may have put.", blind.Message);
        Assert.Empty(await client.ListOpenAsync());

        var begun = await client.StartAsync(request with { Input = JsonSerializer.SerializeToElement("order|8") });
        Assert.False(begun.IsReplay);
        return true;
    });

    private static ServiceProvider Services(IPartitionStore store, TimeProvider time)
    {
        var services = new ServiceCollection().AddLogging().AddSingleton(time);
        var orders = ChoreographedService.Named("orders", Partition)
            .Starts("order", says: "Ordered", PutAsync)
            .Ends("Charged", "finish", (_, _) => Task.FromResult(""), says: "Finished")
            .Undoes<string, string>("order", "cancel", on: ["NotCharged"], (_, _, _) => Task.FromResult(""), says: "Cancelled")
            .Expires<string, string>("order", "expire", (_, _, _) => Task.FromResult(""), says: "Expired");
        var payments = ChoreographedService.Named("payments", "payments")
            .Does<string>("Ordered", "charge", (_, _) => Task.FromResult<StepAnswer<string>>("charged"), says: "Charged", fails: "NotCharged")
            .Undoes<string, string>("charge", "refund", on: ["Expired"], (_, _, _) => Task.FromResult(""), says: "Refunded");
        services.AddServerlessTx(tx => tx
            .AddChoreography(Choreography.Of<string>("shop", 1, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1), orders, payments))
            .UseMessageBus(_ => store, _ => new MemoryMessageBus([], time)));
        return services.BuildServiceProvider();
    }

    private static Task<string> PutAsync(Hop hop, BarrierRows rows)
    {
        rows.Put(hop.Input<string>()!, new { });
        return Task.FromResult("");
    }
}
