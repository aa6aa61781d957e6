using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace ServerlessTx.Readme;

internal sealed record Journey(string From, string To);

internal sealed record Offer(string Driver);

/// <summary>Knows who is near.</summary>
internal sealed class Dispatch
{
    public Task<StepAnswer<Offer>> OfferAsync(Call<Journey> call) => Task.FromResult<StepAnswer<Offer>>(new Offer($"driver_{call.Branch.Length}"));

    public Task<Conclusion> WithdrawAsync(Call<Journey> call, Offer? offer) => Task.FromResult(Conclusion.Done(offer?.Driver));
}

internal static class TripSaga
{
    // readme: wait
    public static Saga<Journey> Define(Dispatch dispatch) => Saga.For<Journey>("trip", version: 1, deadline: TimeSpan.FromHours(1))
        .Step<Offer>("dispatch", "offer_trip", dispatch.OfferAsync, undo: "withdraw_offer", dispatch.WithdrawAsync)
        .Wait<Offer>("dispatch", "await_driver", signal: "driver_accepted", within: TimeSpan.FromMinutes(1), rounds: 3,
            escalate: "offer_to_next", dispatch.OfferAsync, undo: "withdraw_offer", dispatch.WithdrawAsync);
    // end
}

/// <summary>The README's saga waits, in a host that runs.</summary>
public sealed class WaitTests
{
    [Fact]
    public async Task The_readmes_saga_ends_when_its_driver_answers()
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Services.AddServerlessTx(tx => tx.AddWorkflow(TripSaga.Define(new Dispatch())));
        using var host = builder.Build();
        await host.StartAsync();
        var client = host.Services.GetRequiredService<TransactionClient>();
        var started = await client.StartAsync(new StartRequest("trip", JsonSerializer.SerializeToElement(new { from = "here", to = "there" })));
        Assert.IsType<SignalResult.Recorded>(await client.SignalAsync(started.Id, new Signal("driver_accepted", "driver_7")));
        Assert.Equal(TransactionStatus.Completed, (await client.WaitAsync(started.Id, TimeSpan.FromSeconds(30)))!.Status);
        await host.StopAsync();
    }
}
