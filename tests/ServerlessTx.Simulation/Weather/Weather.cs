namespace ServerlessTx.Simulation;

/// <summary>Says what goes wrong now, and counts it. Every choice of a run is drawn from its one source of chance, in the order of its events.</summary>
internal sealed class Weather(Profile profile, Random random, VirtualTime time)
{
    public static readonly TimeSpan ShortestBreak = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan LongestBreak = TimeSpan.FromMinutes(10);

    private DateTimeOffset _outageUntil;

    public Profile Profile { get; } = profile;

    public Random Random { get; } = random;

    public VirtualTime Time { get; } = time;

    /// <summary>Nothing goes wrong any more. What is on its way still arrives.</summary>
    public bool IsCalm { get; private set; }

    public Dictionary<Fault, int> Struck { get; } = [];

    public void Calm()
    {
        IsCalm = true;
        _outageUntil = default;
    }

    public bool Strikes(Fault fault)
    {
        if (IsCalm || !Profile.Rates.TryGetValue(fault, out var rate) || Random.NextDouble() >= rate)
            return false;
        Struck[fault] = Struck.GetValueOrDefault(fault) + 1;
        return true;
    }

    public bool IsLikely(double share) => Random.NextDouble() < share;

    /// <summary>Short ones more often than long ones; in whole milliseconds, below which a delay is none.</summary>
    public TimeSpan Between(TimeSpan least, TimeSpan most) =>
        least + TimeSpan.FromMilliseconds(Math.Floor((most - least).TotalMilliseconds * Math.Pow(Random.NextDouble(), 3)));

    /// <summary>How long something is away that something befalls.</summary>
    public TimeSpan Break() => Between(ShortestBreak, LongestBreak);

    public TimeSpan Skew() => Profile.Skew * (2 * Random.NextDouble() - 1);

    public Task LatencyAsync(CancellationToken cancellation = default) =>
        Profile.Latency == TimeSpan.Zero ? Task.CompletedTask : Task.Delay(Between(TimeSpan.Zero, Profile.Latency), Time, cancellation);

    public void BeginOutage(TimeSpan lasts) => _outageUntil = Time.GetUtcNow() + lasts;

    /// <exception cref="StoreUnavailableException">The store is away, or busy.</exception>
    public void RequireStore()
    {
        if (Time.GetUtcNow() < _outageUntil || Strikes(Fault.Throttled))
            throw new StoreUnavailableException("The server is busy.");
    }
}
