using System.Text.Json;

namespace ServerlessTx.Samples.Tests;

/// <summary>Rides: drivers who accept, who let the minute pass, riders who think again.</summary>
public sealed class RideOutcomes
{
    private const string Ride = """{"rider_id":"ann","zone":"north","fare":20,"cancellation_fee":{"amount":5,"free_for_sec":60,"reasons":["rider_cancelled"]}}""";

    [Fact]
    public void A_ride_starts_with_the_driver_who_accepts() => VirtualTime.Run(async time =>
    {
        var host = new SampleHost(time, new MemoryPartitionStore());
        var id = await host.StartAsync("ride_fulfillment", Ride);
        await Task.Delay(TimeSpan.FromSeconds(20), time);
        await AcceptAsync(host, id, "north_driver_1");
        Assert.Equal(
            """
            started            ride_fulfillment
            step_done          validate_rider
            step_done          match_driver
            wait_began         await_driver 1
            signalled          driver_accepted (by driver)
            wait_decided       await_driver 1: signalled
            step_done          await_driver
            step_done          charge_payment
            step_done          start_ride
            decided            going_forward
            completed
            """, await host.EndAsync(id));
        Assert.Equal("north_driver_1", (await RowsAsync(host, "trips")).Single().GetProperty("driver_id").GetString());

        var ride = (await host.Client.EvidenceAsync(id, EvidenceView.Steps))!["uber_ride_saga"]!;
        Assert.Equal(
            """
            validate_rider rider_service completed 0 none
            match_driver dispatch_service completed 0 cancel_driver_assignment
            await_driver dispatch_service completed 20000 none
            charge_payment payment_service completed 0 refund_payment
            start_ride trip_service completed 0 cancel_ride
            """, string.Join('\n', ride["steps"]!.AsArray().Select(step => $"{step!["step"]} {step["service"]} {step["status"]} {step["duration_ms"]} {step["compensation"]}")));
        Assert.Equal(("completed", 20000L, "all_services_synchronized_via_recorded_steps"), ((string)ride["saga_outcome"]!, (long)ride["total_duration_ms"]!, (string)ride["eventual_consistency"]!));
        return true;
    });

    [Fact]
    public void A_driver_who_says_nothing_is_free_again_and_the_next_is_asked() => VirtualTime.Run(async time =>
    {
        var host = new SampleHost(time, new MemoryPartitionStore());
        var id = await host.StartAsync("ride_fulfillment", Ride);
        await Task.Delay(TimeSpan.FromSeconds(90), time);
        Assert.Equal("north_driver_1 , north_driver_2 busy", await DriversAsync(host));
        await AcceptAsync(host, id, "north_driver_2");
        Assert.EndsWith("completed", await host.EndAsync(id), StringComparison.Ordinal);
        return true;
    });

    [Fact]
    public void Where_no_driver_accepts_the_ride_is_off_and_everybody_is_free() => VirtualTime.Run(async time =>
    {
        var host = new SampleHost(time, new MemoryPartitionStore());
        var id = await host.StartAsync("ride_fulfillment", Ride);
        Assert.EndsWith(
            """
            wait_refused       await_driver: no_driver_accepted
            decided            compensating: no_driver_accepted
            step_compensated   offer_to_next_driver_3
            step_compensated   offer_to_next_driver_2
            step_compensated   match_driver
            compensated
            """, await host.EndAsync(id), StringComparison.Ordinal);
        Assert.Equal("north_driver_1 , north_driver_2 , north_driver_3 ", await DriversAsync(host));
        return true;
    });

    [Fact]
    public void One_who_was_not_asked_does_not_drive_and_the_fare_is_given_back_whole() => VirtualTime.Run(async time =>
    {
        var host = new SampleHost(time, new MemoryPartitionStore());
        var id = await host.StartAsync("ride_fulfillment", Ride);
        await AcceptAsync(host, id, "south_driver_1");
        Assert.Contains("step_refused       start_ride: driver_was_not_asked", await host.EndAsync(id), StringComparison.Ordinal);
        Assert.Equal(0, (await RowsAsync(host, "fares")).Single().GetProperty("kept").GetDecimal());
        Assert.Equal("north_driver_1 ", await DriversAsync(host));
        return true;
    });

    [Theory]
    [InlineData("rider_cancelled", 30, 0)]
    [InlineData("rider_cancelled", 80, 5)]
    [InlineData("driver_broke_down", 80, 0)]
    public void A_cancel_costs_what_the_rides_own_rule_says(string reason, int afterSec, int fee) => VirtualTime.Run(async time =>
    {
        var isAway = true;
        var store = new InterceptedStore(new MemoryPartitionStore())
        {
            Before = operation => isAway && operation.Partition == TripService.Partition ? Task.Delay(TimeSpan.FromHours(1), time) : Task.CompletedTask,
        };
        var host = new SampleHost(time, store);
        var id = await host.StartAsync("ride_fulfillment", Ride);
        await AcceptAsync(host, id, "north_driver_1");
        await Task.Delay(TimeSpan.FromSeconds(afterSec), time);
        Assert.True((await host.Client.CancelAsync(id, reason, "ann"))!.IsNew);
        isAway = false;

        Assert.EndsWith(
            $"""
            decided            compensating: {reason} (by ann)
            step_unasked       start_ride: {reason}
            step_compensated   start_ride
            step_compensated   charge_payment
            step_compensated   match_driver
            compensated
            """, await host.EndAsync(id), StringComparison.Ordinal);
        var fare = (await RowsAsync(host, "fares")).Single();
        Assert.Equal((20m, (decimal)fee), (fare.GetProperty("charged").GetDecimal(), fare.GetProperty("kept").GetDecimal()));
        return true;
    });

    [Fact]
    public void A_ride_waits_for_its_driver_over_a_restart_of_its_host() => VirtualTime.Run(async time =>
    {
        var store = new MemoryPartitionStore();
        var first = new SampleHost(time, store);
        var id = await first.StartAsync("ride_fulfillment", Ride);
        await Task.Delay(TimeSpan.FromSeconds(15), time);
        await first.Get<TransactionRunner>().StopAsync();
        await Task.Delay(TimeSpan.FromSeconds(15), time);

        var second = new SampleHost(time, store, "host_b");
        Assert.Equal(1, await second.Recovery.RunAsync(everything: true, default));
        Assert.Equal(id.StartedAt.AddMinutes(1), (await second.Client.GetAsync(id))!.Waiting!.Single().Until);
        await AcceptAsync(second, id, "north_driver_1");
        Assert.Equal(
            """
            started            ride_fulfillment
            step_done          validate_rider
            step_done          match_driver
            wait_began         await_driver 1
            taken_over         host_b
            signalled          driver_accepted (by driver)
            wait_decided       await_driver 1: signalled
            step_done          await_driver
            step_done          charge_payment
            step_done          start_ride
            decided            going_forward
            completed
            """, await second.EndAsync(id));
        return true;
    });

    private static async Task AcceptAsync(SampleHost host, TransactionId id, string driver) =>
        Assert.IsType<SignalResult.Recorded>(await host.Client.SignalAsync(
            id, new Signal(RideFulfillment.DriverAccepted, "driver") { Result = JsonSerializer.SerializeToElement(new { driver_id = driver }) }));

    private static async Task<string> DriversAsync(SampleHost host) => string.Join(", ", (await RowsAsync(host, "drivers"))
        .Select(driver => $"{driver.GetProperty("driver_id").GetString()} {(driver.TryGetProperty("ride_id", out var ride) && ride.ValueKind is JsonValueKind.String ? "busy" : "")}"));

    private static async Task<IReadOnlyList<JsonElement>> RowsAsync(SampleHost host, string kind) => (await host.Get<SampleStore>().ReadAsync(kind))!;
}
