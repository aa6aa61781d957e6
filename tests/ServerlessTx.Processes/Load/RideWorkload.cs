using System.Collections.Concurrent;
using System.Net;
using System.Text;
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

    /// <summary>What a host said that it has recorded, by ride.</summary>
    private readonly ConcurrentDictionary<string, string> _recorded = new();

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
        var (word, said) = zone[^1] is >= '0' and <= '3' ? ("declined", """{"rejected":"declined"}""") : ($"{zone}_driver_1", $$$"""{"result":{"driver_id":"{{{zone}}}_driver_1"}}""");
        using var message = new HttpRequestMessage(HttpMethod.Post, new Uri($"/api/transactions/{id}/signals/{RideFulfillment.DriverAccepted}", UriKind.Relative))
        {
            Content = new StringContent(said, Encoding.UTF8, "application/json"),
            Headers = { { "Idempotency-Key", request.Key } },
        };
        using var answer = await host.SendAsync(message);
        switch (answer.StatusCode)
        {
            case HttpStatusCode.OK:
                _recorded[id] = word;
                return null;
            case HttpStatusCode.Conflict when !_recorded.ContainsKey(id):
                return null;
            case HttpStatusCode.ServiceUnavailable:
                throw new HttpRequestException("The host has lost its storage; it is said again.");
            default:
                return $"the signal to {id} was answered with {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}";
        }
    }

    public override async Task<IEnumerable<string>> FaultsAsync(IReadOnlyList<EndedTransaction> transactions, SampleRows rows)
    {
        var trips = await rows.AllAsync<TripRow>("trips");
        var fares = await rows.AllAsync<FareRow>("fares");
        var driven = (await rows.AllAsync<DriverRow>("drivers")).Select(driver => driver.RideId).OfType<string>().ToHashSet();
        return
        [
            .. transactions.Where(ride => _recorded.TryGetValue(ride.Id, out var word) && ride.FirstWord != word)
                .Select(ride => $"{ride.Id} recorded {_recorded[ride.Id]}, and its evidence says {ride.FirstWord ?? "nothing"}"),
            .. transactions.Where(ride => ride.FirstWord is "declined" or null && ride.Status == "completed").Select(ride => $"{ride.Id} is completed, and no driver accepted"),
            .. transactions.Where(ride => driven.Contains(ride.Id) != (ride.Status == "completed")).Select(ride => $"{ride.Id} is {ride.Status}, and its driver is {(driven.Contains(ride.Id) ? "busy" : "free")}"),
            .. OneToOne.Faults(transactions, "completed", "trip", trips.Select(trip => (trip.TripId, Stands: trip.Status == "started"))),
            .. OneToOne.Faults(transactions, "completed", "fare", fares.Select(fare => (fare.PaymentId, Stands: fare.Status == "charged"))),
        ];
    }
}
