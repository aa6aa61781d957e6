using System.Globalization;

namespace ServerlessTx.Simulation;

/// <summary>
/// What a seed is about. Each has a random part of the faults, since all at once hide each other: a transaction that is never begun
/// cannot be torn.
/// </summary>
internal sealed record Profile
{
    public required int Hosts { get; init; }

    public required int Shards { get; init; }

    public required int Transactions { get; init; }

    /// <summary>How long transactions arrive and faults strike.</summary>
    public required TimeSpan Storm { get; init; }

    /// <summary>How long a request to the store or a participant takes at most, when nothing is wrong.</summary>
    public required TimeSpan Latency { get; init; }

    /// <summary>How far a clock is off at most.</summary>
    public required TimeSpan Skew { get; init; }

    public required TimeSpan KeyLifetime { get; init; }

    /// <summary>How long what has ended is kept; nothing keeps it.</summary>
    public required TimeSpan? Retention { get; init; }

    /// <summary>How often a fault strikes where it could. One that is not here never does.</summary>
    public required IReadOnlyDictionary<Fault, double> Rates { get; init; }

    /// <summary>The share of transactions that somebody cancels, asks about, sees to as an operator.</summary>
    public required double Meddling { get; init; }

    /// <summary>Whether the hosts have the transfer with modes, which they look after all the time.</summary>
    public required bool HasModes { get; init; }

    public static Profile Draw(Random random)
    {
        var isLong = random.Next(4) == 0;
        var hasModes = random.Next(4) == 0;
        return new Profile
        {
            Hosts = random.Next(1, 4),
            Shards = random.Next(1, 4),
            Transactions = random.Next(5, 40),
            Storm = isLong ? TimeSpan.FromHours(random.Next(2, 8)) : TimeSpan.FromMinutes(random.Next(1, 20)),
            Latency = TimeSpan.FromMilliseconds(Pick(random, 0, 2, 20, 200)),
            Skew = TimeSpan.FromSeconds(Pick(random, 0, 0, 2, 60, 600)),
            KeyLifetime = isLong ? TimeSpan.FromMinutes(random.Next(30, 90)) : TimeSpan.FromHours(24),
            Retention = isLong && random.Next(3) > 0 ? TimeSpan.FromMinutes(random.Next(60, 120)) : null,
            Rates = Enum.GetValues<Fault>()
                .Select(fault => (fault, rate: hasModes && fault is Fault.Partition ? 0.1 : random.Next(5) < 2 ? Pick(random, 0.01, 0.03, 0.1) : 0))
                .Where(drawn => drawn.rate > 0)
                .ToDictionary(drawn => drawn.fault, drawn => drawn.rate),
            Meddling = Pick(random, 0, 0.2, 0.5),
            HasModes = hasModes,
        };
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{Hosts} hosts, {Shards} shards, {Transactions} transactions in {Storm}, latency up to {Latency.TotalMilliseconds} ms, clocks off by up to {Skew}, "
        + $"keys kept for {KeyLifetime}, transactions {(Retention is { } kept ? $"for {kept}" : "for ever")}, meddled with {Meddling:P0}{(HasModes ? ", with modes" : "")}; "
        + $"{(Rates.Count == 0 ? "no faults" : string.Join(", ", Rates.Select(rate => $"{rate.Key} {rate.Value}")))}");

    private static T Pick<T>(Random random, params T[] values) => values[random.Next(values.Length)];
}
