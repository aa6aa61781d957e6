using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using ServerlessTx.Specifications;

namespace ServerlessTx.Functions.Tests;

/// <summary>A job of the timer's round that fails, in every round for weeks if need be, takes nothing from the others.</summary>
public sealed class RoundsOfRecovery
{
    [Fact]
    public void A_purge_of_histories_that_fails_leaves_the_sweeps_behind_it() => WorldHub.Run(null, null, async world =>
    {
        await SweepsAsync(world, _ => throw new InvalidOperationException("the hub fails"));
        return true;
    });

    [Fact]
    public void A_purge_of_histories_that_the_hub_cancels_leaves_the_sweeps_behind_it() => WorldHub.Run(null, null, async world =>
    {
        await SweepsAsync(world, _ => throw new OperationCanceledException("the hub cancels"));
        return true;
    });

    [Fact]
    public void A_hub_that_does_not_start_what_is_taken_over_leaves_the_rest_of_the_round() => WorldHub.Run(null, null, async world =>
    {
        world.Hub().IsUnreachable = true;
        await world.StartAsync(key: "order_1");
        await Task.Delay(TimeSpan.FromMinutes(3), world.Time);
        var client = new HubClient(world.Hub());
        await RoundAsync(world, client, default);
        Assert.NotNull(client.Purged);
        return true;
    });

    [Fact]
    public void A_round_that_is_cancelled_ends() => WorldHub.Run(null, null, async world =>
    {
        using var stopping = new CancellationTokenSource();
        var client = new HubClient(world.Hub()) { Purging = CancelledAsync };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => RoundAsync(world, client, stopping.Token));

        Task<PurgeResult> CancelledAsync(CancellationToken cancellation)
        {
            stopping.Cancel();
            return Task.FromCanceled<PurgeResult>(cancellation);
        }

        return true;
    });

    private static async Task SweepsAsync(World world, Func<CancellationToken, Task<PurgeResult>> purging)
    {
        await world.EndAsync((await world.StartAsync(key: "order_1")).Id);
        await Task.Delay(TimeSpan.FromHours(25), world.Time);
        Assert.NotEqual(0, await StoredRows.CountAsync(world.Store, "k|"));

        await RoundAsync(world, new HubClient(world.Hub()) { Purging = purging }, default);

        Assert.Equal(0, await StoredRows.CountAsync(world.Store, "k|"));
    }

    private static Task RoundAsync(World world, HubClient client, CancellationToken stopping) =>
        ActivatorUtilities.CreateInstance<RecoveryTimer>(world.Services).RunAsync(new TimerInfo(), client, stopping);
}
