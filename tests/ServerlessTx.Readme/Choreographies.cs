using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace ServerlessTx.Readme;

internal sealed record OrderTotal(decimal Total);

internal sealed record Taken(decimal Amount);

internal static class PaymentDesk
{
    // readme: choreography
    public static ChoreographedService Describe() => ChoreographedService.Named("payment_service", partition: "payments")
        .Does<Taken>("OrderPlaced", "charge", ChargeAsync, says: "PaymentTaken", fails: "PaymentDeclined")
        .Undoes<Taken, Taken>("charge", "refund", on: ["OrderExpired"], RefundAsync, says: "PaymentReturned");

    private static async Task<StepAnswer<Taken>> ChargeAsync(Hop hop, BarrierRows rows)
    {
        var (total, till) = (hop.Event<OrderTotal>()!.Total, await rows.FindAsync<Taken>("till") ?? new Taken(0));
        if (total > 100)
            return Refusal.Because("too_much");
        rows.Put("till", till with { Amount = till.Amount + total });
        return new Taken(total);
    }
    // end

    private static async Task<Taken> RefundAsync(Hop hop, BarrierRows rows, Taken taken)
    {
        var till = (await rows.FindAsync<Taken>("till"))!;
        rows.Put("till", till with { Amount = till.Amount - taken.Amount });
        return taken;
    }
}

/// <summary>The README's service among others, in a host that runs.</summary>
public sealed class ChoreographyTests
{
    [Theory]
    [InlineData(40, TransactionStatus.Completed)]
    [InlineData(400, TransactionStatus.Compensated)]
    public async Task The_readmes_service_takes_part_in_a_choreography(int total, TransactionStatus end)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Services.AddServerlessTx(
            tx => tx.AddChoreography(Choreography.Of<OrderTotal>(
                "shop", version: 1, deadline: TimeSpan.FromMinutes(5), stuckAfter: TimeSpan.FromMinutes(5), Orders(), PaymentDesk.Describe())),
            options => options.RecoveryInterval = TimeSpan.FromMilliseconds(100));
        using var host = builder.Build();
        await host.StartAsync();
        var client = host.Services.GetRequiredService<ChoreographyClient>();
        var started = await client.StartAsync(new StartRequest("shop", JsonSerializer.SerializeToElement(new { total })));
        ChoreographyState state;
        do
        {
            state = (await client.GetAsync(started.Id))!;
        }
        while (state.Status is TransactionStatus.Running);
        Assert.Equal(end, state.Status);
        await host.StopAsync();
    }

    private static ChoreographedService Orders() => ChoreographedService.Named("order_service", "orders")
        .Starts("place", says: "OrderPlaced", (hop, _) => Task.FromResult(hop.Input<OrderTotal>()))
        .Ends("PaymentTaken", "close", (_, _) => Task.FromResult("closed"), says: "OrderClosed")
        .Undoes<OrderTotal, string>("place", "cancel", on: ["PaymentDeclined"], (_, _, _) => Task.FromResult("cancelled"), says: "OrderCancelled")
        .Expires<OrderTotal, string>("place", "expire", (_, _, _) => Task.FromResult("expired"), says: "OrderExpired");
}
