namespace ServerlessTx.Samples;

public sealed record RideStarted(string TripId, string DriverId);

/// <summary>Starts rides with whoever accepted them.</summary>
public sealed class TripService(Barrier barrier)
{
    public const string Partition = "trips";

    public Task<StepAnswer<RideStarted>> StartAsync(Call<RequestRide> call) => barrier.StepAsync<RideStarted>(call, Partition, rows =>
    {
        var driver = call.ResultOf<DriverAnswer>("await_driver")?.DriverId;
        if (driver is null || !Offers(call).Contains(driver))
            return Task.FromResult<StepAnswer<RideStarted>>(Refusal.Because("driver_was_not_asked"));
        var trip = new TripRow(SampleId.Of("trip", call), call.Input.RiderId, driver, "started");
        rows.Put($"trip|{trip.TripId}", trip);
        return Task.FromResult<StepAnswer<RideStarted>>(new RideStarted(trip.TripId, driver));
    });

    public Task<Conclusion> CancelAsync(Call<RequestRide> call, RideStarted? started) => barrier.ConcludeAsync(call, Partition, async rows =>
    {
        var key = $"trip|{rows.Forward<RideStarted>()!.TripId}";
        rows.Put(key, (await rows.FindAsync<TripRow>(key))! with { Status = "cancelled" });
        return Conclusion.Done(new { ride_status = "cancelled", cancellation_reason = call.Reason });
    });

    /// <summary>Everybody who was asked may have said yes in time; the one who did drives.</summary>
    private static IEnumerable<string> Offers(Call<RequestRide> call) =>
        new[] { "match_driver", "offer_to_next_driver_2", "offer_to_next_driver_3" }.Select(call.ResultOf<DriverOffered>).Where(offer => offer is not null).Select(offer => offer!.DriverId);
}

public sealed record TripRow(string TripId, string RiderId, string DriverId, string Status);
