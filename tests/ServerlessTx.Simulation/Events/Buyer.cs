using System.Text;
using System.Text.Json;
using ServerlessTx.Samples;

namespace ServerlessTx.Simulation;

/// <summary>Places one order until it is told its id, sometimes twice at once, then reads it and asks for it again.</summary>
internal sealed class Buyer(EventWorld world, int number)
{
    private const int MostTries = 30;

    private readonly Weather _weather = world.Weather;
    private readonly string _key = $"order_{number}";

    public async Task LiveAsync(TimeSpan within)
    {
        await Task.Delay(_weather.Between(TimeSpan.Zero, within), world.Time);
        var request = new StartRequest(OrderChoreography.Name, JsonSerializer.SerializeToElement(new
        {
            customer_id = $"cust_{_weather.Random.Next(3)}",
            sku = "book",
            quantity = _weather.IsLikely(0.15) ? 2_000 : _weather.Random.Next(1, 4),
            amount = _weather.IsLikely(0.1) ? 50_000 : _weather.Random.Next(10, 100),
            ship_to = _weather.IsLikely(0.1) ? "nowhere" : "home",
        }))
        { IdempotencyKey = _key };
        var twin = _weather.IsLikely(0.2) ? BeginAsync(request) : null;
        if (await BeginAsync(request) is not { } id)
            return;
        if (twin is not null && await twin is { } other && other != id && _weather.Profile.Retention is null)
            world.Alarm.Raise($"{_key} was answered with {id} and with {other}");
        await ReadAsync(id);
    }

    private async Task<TransactionId?> BeginAsync(StartRequest request)
    {
        for (var tries = 0; tries < MostTries; tries++)
        {
            if (await world.AskAsync((host, patience) => host.Get<ChoreographyClient>().StartAsync(request, patience)) is { Id: var id })
            {
                if (world.Judge.Hops.BeganOf(id.ToString())?.IdempotencyKey != _key)
                    world.Alarm.Raise($"{_key} was answered with run {id}, which it did not begin");
                return id;
            }

            await Task.Delay(_weather.Between(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1)), world.Time);
        }

        return null;
    }

    /// <summary>Every reading of a run on its way holds.</summary>
    private async Task ReadAsync(TransactionId id)
    {
        for (var times = _weather.Random.Next(3); times > 0; times--)
        {
            await Task.Delay(_weather.Between(TimeSpan.Zero, TimeSpan.FromMinutes(15)), world.Time);
            if (await world.AskAsync((host, patience) => host.Get<ChoreographyClient>().EvidenceAsync(id, cancellation: patience)) is { } document)
                world.RequireHolds(Encoding.UTF8.GetBytes(document.ToJsonString()), $"run {id}");
        }
    }
}
