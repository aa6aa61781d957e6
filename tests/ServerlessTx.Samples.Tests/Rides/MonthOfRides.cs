using System.Text.Json;

namespace ServerlessTx.Samples.Tests;

/// <summary>A month of rides in virtual time: drivers who dawdle, decline or vanish, riders who think again, hosts that are replaced every day.</summary>
public sealed class MonthOfRides
{
    [Fact]
    public void Every_ride_of_a_month_ends_once_and_leaves_every_driver_free_or_on_a_trip() => VirtualTime.Run(async time =>
    {
        var random = new Random(20240115);
        var store = new MemoryPartitionStore();
        var host = new SampleHost(time, store, "host_0");
        var rides = new List<TransactionId>();
        for (var day = 1; day <= 30; day++)
        {
            for (var ride = 0; ride < 8; ride++)
            {
                // A started trip keeps its driver busy, so each ride has a zone of its own.
                var zone = $"zone_{day}_{ride}";
                rides.Add(await host.StartAsync("ride_fulfillment", $$"""{"rider_id":"rider_{{ride}}","zone":"{{zone}}","fare":12.5}"""));
                _ = LiveAsync(host, rides[^1], zone, random.Next(), time);
                await Task.Delay(TimeSpan.FromMinutes(random.Next(1, 150)), time);
            }

            await Task.Delay(TimeSpan.FromDays(day) - (time.GetUtcNow() - rides[0].StartedAt), time);
            await host.Get<TransactionRunner>().StopAsync();
            host = new SampleHost(time, store, $"host_{day}");
            await host.Recovery.RunAsync(everything: true, default);
        }

        await Task.Delay(TimeSpan.FromHours(1), time);
        var states = await Task.WhenAll(rides.Select(ride => host.Client.GetAsync(ride)));
        Assert.Equal(rides.Count, states.Count(state => state!.Status is TransactionStatus.Completed or TransactionStatus.Compensated));
        Assert.InRange(states.Count(state => state!.Status is TransactionStatus.Completed), 60, 200);
        var completed = states.Where(state => state!.Status is TransactionStatus.Completed).Select(state => state!.TransactionId).ToHashSet();
        var busy = (await host.Get<SampleStore>().ReadAsync("drivers"))!
            .Select(driver => driver.TryGetProperty("ride_id", out var ride) ? ride.GetString() : null).Where(ride => ride is not null).ToList();
        Assert.Equal(completed.Order(StringComparer.Ordinal), busy.Select(ride => ride!).Order(StringComparer.Ordinal));
        Assert.Equal(completed.Count, (await host.Get<SampleStore>().ReadAsync("trips"))!.Count(trip => trip.GetProperty("status").GetString() == "started"));
        return true;
    });

    /// <summary>A driver who answers after up to four minutes, a rider who cancels one ride in five.</summary>
    private static async Task LiveAsync(SampleHost host, TransactionId id, string zone, int seed, VirtualTime time)
    {
        var random = new Random(seed);
        await Task.Delay(TimeSpan.FromSeconds(random.Next(240)), time);
        if (random.Next(5) == 0)
            await host.Client.CancelAsync(id, "rider_cancelled", "rider");
        await host.Client.SignalAsync(
            id, new Signal(RideFulfillment.DriverAccepted, "driver") { Result = JsonSerializer.SerializeToElement(new { driver_id = $"{zone}_driver_1" }) });
    }
}
