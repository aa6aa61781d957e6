using System.Text.Json;
using ServerlessTx.Samples;

namespace ServerlessTx.Processes;

/// <summary>
/// Rides whose driver accepts or declines, riders whom nobody knows, and riders who cancel. A driver who is not heard says it again, and each ride has
/// a zone of its own, since a trip keeps its driver busy.
/// </summary>
internal sealed class RideWorkload : Workload
{
    private const int Riders = 24;
    private const string Declined = "declined";

    private readonly ClientWord _words = new(RideFulfillment.DriverAccepted);

    public override string Workflow => "ride_fulfillment";

    public override bool WaitsForClients => true;

    public override object Input(Random random) => new RequestRide
    {
        RiderId = random.Next(8) == 0 ? "nobody" : $"rider_{random.Next(Riders)}",
        Zone = $"zone_{random.NextInt64():x16}",
        Fare = random.Next(1, 5_000) / 100m,
    };

    public override async Task<string?> FollowAsync(HttpClient host, string id, LoadRequest request)
    {
        var zone = JsonSerializer.Deserialize<RequestRide>(request.Body, SampleRows.Json)!.Zone;
        return zone[^1] is >= '0' and <= '3'
            ? await _words.RejectAsync(host, id, request.Key, Declined)
            : await _words.AcceptAsync(host, id, request.Key, ("driver_id", $"{zone}_driver_1"));
    }

    public override async Task<IEnumerable<string>> FaultsAsync(IReadOnlyList<EndedTransaction> transactions, SampleRows rows)
    {
        var trips = await rows.AllAsync<TripRow>("trips");
        var fares = await rows.AllAsync<FareRow>("fares");
        var driven = (await rows.AllAsync<DriverRow>("drivers")).Select(driver => driver.RideId).OfType<string>().ToHashSet();
        return
        [
            .. _words.Faults(transactions),
            .. transactions.Where(ride => ride.FirstWord is Declined or null && ride.Status == "completed").Select(ride => $"{ride.Id} is completed, and no driver accepted"),
            .. transactions.Where(ride => driven.Contains(ride.Id) != (ride.Status == "completed")).Select(ride => $"{ride.Id} is {ride.Status}, and its driver is {(driven.Contains(ride.Id) ? "busy" : "free")}"),
            .. OneToOne.Faults(transactions, "completed", "trip", trips.Select(trip => (trip.TripId, Stands: trip.Status == "started"))),
            .. OneToOne.Faults(transactions, "completed", "fare", fares.Select(fare => (fare.PaymentId, Stands: fare.Status == "charged"))),
        ];
    }
}
