using System.Text.Json;
using ServerlessTx.Samples;

namespace ServerlessTx.Simulation;

/// <summary>A transaction that somebody wants, of any pattern, over few enough rows that it meets others.</summary>
/// <param name="Workflow">What to start; nothing for an ad hoc transaction.</param>
/// <param name="Input">Its input, or its definition.</param>
internal sealed record Wish(string? Workflow, JsonElement Input)
{
    /// <param name="random">Chance.</param>
    /// <param name="hasModes">Whether there is a transfer with modes: then many want that one.</param>
    public static Wish Draw(Random random, bool hasModes) => random.Next(hasModes ? 16 : 8) switch
    {
        0 or 1 => new("order_fulfillment", WireJson.ToElement(Order(random))),
        2 => new("checkout_reservation", WireJson.ToElement(Checkout(random))),
        3 => new("transfer", WireJson.ToElement(Transfer(random))),
        > 7 => new(ResilientTransfer.Name, WireJson.ToElement(Transfer(random))),
        4 => new(null, WireJson.ToElement(Vote(random))),
        5 => new(Errands.Workflow, WireJson.ToElement(Parcel(random))),
        6 => new(Commissions.Workflow, WireJson.ToElement(new Commission(Order(random), Checkout(random)))),
        _ => new(null, WireJson.ToElement(Saga(random))),
    };

    private static PlaceOrder Order(Random random) => new()
    {
        CustomerId = $"customer_{random.Next(3)}",
        Sku = $"item_{random.Next(3)}",
        Quantity = random.Next(1, 300),
        Amount = random.Next(1, 3_000),
        ShipTo = random.Next(5) == 0 ? "nowhere" : "home",
    };

    private static Checkout Checkout(Random random) => new()
    {
        CustomerId = $"customer_{random.Next(3)}",
        Sku = $"item_{random.Next(3)}",
        Quantity = random.Next(1, 300),
        Amount = random.Next(1, 3_000),
        ExpiresInSeconds = random.Next(2) == 0 ? random.Next(1, 180) : null,
    };

    private static TransferMoney Transfer(Random random)
    {
        var from = random.Next(4);
        return new() { From = $"account_{from}", To = $"account_{(from + random.Next(1, 4)) % 4}", Amount = random.Next(1, 700) };
    }

    private static object Vote(Random random) => new
    {
        pattern = random.Next(2) == 0 ? "tcc" : "two_phase_commit",
        policy = Policy(random),
        participants = Enumerable.Range(0, random.Next(1, 4)).Select(i => new { participant = "boxes", branch = $"box_{i}", input = Parcel(random) }),
    };

    private static object Saga(Random random) => new
    {
        pattern = "saga",
        policy = Policy(random),
        steps = new object[]
        {
            Step(random, "take", "first"),
            new { parallel = new[] { Step(random, "take", "left"), Step(random, "take", "right") } },
            Step(random, random.Next(2) == 0 ? "seal" : "take", "last"),
            Step(random, "label", "label"),
        },
    };

    private static object Step(Random random, string operation, string branch) => new { participant = "boxes", operation, branch, input = Parcel(random) };

    private static Parcel Parcel(Random random) => new($"box_{random.Next(4)}", random.Next(1, 150), Refuses: random.Next(8) == 0);

    private static CallPolicy Policy(Random random) =>
        new() { Attempts = random.Next(1, 4), TimeoutMs = random.Next(1_000, 20_000), FirstDelayMs = 100, MaxDelayMs = 10_000, StuckAfter = random.Next(2, 6) };
}
