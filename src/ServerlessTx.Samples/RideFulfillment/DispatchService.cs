namespace ServerlessTx.Samples;

public sealed record DriverOffered(string DriverId);

/// <summary>Offers rides to the drivers of a zone, one at a time. A zone has three drivers at first sight; those of a started ride are busy.</summary>
public sealed class DispatchService(Barrier barrier)
{
    public const string Partition = "dispatch";
    private const int DriversOfAZone = 3;

    public Task<StepAnswer<DriverOffered>> MatchAsync(Call<RequestRide> call) => OfferAsync(call);

    /// <summary>The driver who was offered the ride and said nothing is free again.</summary>
    public Task<StepAnswer<DriverOffered>> OfferToNextAsync(Call<RequestRide> call) => OfferAsync(call);

    /// <summary>Of several offers of one ride the first undo frees its driver, and the others find nothing to do.</summary>
    public Task<Conclusion> CancelAsync(Call<RequestRide> call, DriverOffered? offered) => barrier.ConcludeAsync(call, Partition, async rows =>
    {
        var ride = await RideAsync(rows, call);
        if (ride.DriverId is not { } driver)
            return Conclusion.Done(new { driver_assignment = "none" });
        rows.Put(Key(call), ride with { DriverId = null });
        await GiveAsync(rows, call.Input.Zone, driver, rideId: null);
        return Conclusion.Done(new { driver_assignment = "cancelled", driver_id = driver });
    });

    private Task<StepAnswer<DriverOffered>> OfferAsync(Call<RequestRide> call) => barrier.StepAsync<DriverOffered>(call, Partition, async rows =>
    {
        var ride = await RideAsync(rows, call);
        for (var number = 1; number <= DriversOfAZone; number++)
        {
            var driver = $"{call.Input.Zone}_driver_{number}";
            if (ride.Offered.Contains(driver) || await DriverAsync(rows, call.Input.Zone, driver) is { RideId: not null })
                continue;
            if (ride.DriverId is { } before)
                await GiveAsync(rows, call.Input.Zone, before, rideId: null);
            await GiveAsync(rows, call.Input.Zone, driver, ride.RideId);
            rows.Put(Key(call), ride with { DriverId = driver, Offered = [.. ride.Offered, driver] });
            return new DriverOffered(driver);
        }

        return Refusal.Because("no_driver_near");
    });

    private static async Task GiveAsync(BarrierRows rows, string zone, string driver, string? rideId) =>
        rows.Put($"driver|{zone}|{driver}", await DriverAsync(rows, zone, driver) with { RideId = rideId });

    private static async Task<DriverRow> DriverAsync(BarrierRows rows, string zone, string driver) =>
        await rows.FindAsync<DriverRow>($"driver|{zone}|{driver}") ?? new DriverRow(driver, zone, null);

    private static async Task<RideRow> RideAsync(BarrierRows rows, Call<RequestRide> call) =>
        await rows.FindAsync<RideRow>(Key(call)) ?? new RideRow(call.TransactionId, call.Input.RiderId, null, []);

    private static string Key(Call<RequestRide> call) => $"ride|{call.TransactionId}";
}

/// <param name="RideId">The ride that it is offered or drives; none while it is free.</param>
public sealed record DriverRow(string DriverId, string Zone, string? RideId);

/// <param name="DriverId">Who is offered the ride now, or drives it.</param>
/// <param name="Offered">Who was, in order.</param>
public sealed record RideRow(string RideId, string RiderId, string? DriverId, IReadOnlyList<string> Offered);
