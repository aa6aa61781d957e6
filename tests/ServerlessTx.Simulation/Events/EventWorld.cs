namespace ServerlessTx.Simulation;

/// <summary>Hosts of aggregates, projections and the choreographed order, on one store and one bus, and what is between them.</summary>
internal sealed class EventWorld
{
    private readonly Inquiry<EventHost> _inquiry;
    private readonly Dictionary<string, DateTimeOffset> _downUntil = [];

    public EventWorld(Profile profile, Random random, VirtualTime time)
    {
        Time = time;
        Weather = new Weather(profile, random, time);
        Choreography = PoisonedOrders.Define(IsPoison);
        Judge = new EventJudge(this);
        Bus = new MemoryMessageBus(
            Choreography.Subscriptions, time,
            new MessageWeather(random.Next()) { Duplicates = random.NextDouble() / 2, LongestDelay = TimeSpan.FromSeconds(random.Next(0, 60)) });
        PoisonShare = random.Next(3) == 0 ? 4 : 0;
        Places = new HostPlaces<EventHost>(profile.Hosts, () => new EventHost(this), Weather);
        _inquiry = new Inquiry<EventHost>(() => Hosts, Weather, Alarm, away => away is StoreUnavailableException or BusUnavailableException);
    }

    public VirtualTime Time { get; }

    public Weather Weather { get; }

    public Alarm Alarm { get; } = new();

    public Choreography Choreography { get; }

    public EventJudge Judge { get; }

    public MemoryMessageBus Bus { get; }

    /// <summary>What was asked of the accounts, by the row of its key.</summary>
    public Dictionary<string, AccountIntent> Intents { get; } = [];

    public HostPlaces<EventHost> Places { get; }

    public IReadOnlyList<EventHost> Hosts => Places.Hosts;

    /// <summary>How long a settled run is kept, at least.</summary>
    public TimeSpan Kept => Weather.Profile.Retention is { } retention
        ? new[] { retention, Weather.Profile.KeyLifetime, RetentionMark.Youngest }.Max()
        : TimeSpan.MaxValue;

    /// <summary>Between what two clocks show.</summary>
    public TimeSpan ClocksDiffer => 2 * Weather.Profile.Skew + TimeSpan.FromSeconds(1);

    /// <summary>At one order of so many the inventory fails; at none.</summary>
    private int PoisonShare { get; set; }

    /// <inheritdoc cref="Inquiry{THost}.AskAsync"/>
    public Task<T?> AskAsync<T>(Func<EventHost, CancellationToken, Task<T>> ask) where T : class? => _inquiry.AskAsync(ask);

    public bool IsDown(string service) => !Weather.IsCalm && Time.GetUtcNow() < _downUntil.GetValueOrDefault(service);

    public void TakeDown(string service, TimeSpan lasts) => _downUntil[service] = Time.GetUtcNow() + lasts;

    /// <summary>Somebody mends the bug.</summary>
    public void Mend() => PoisonShare = 0;

    private bool IsPoison(string run) => PoisonShare > 0 && run[^1] % PoisonShare == 0;
}

/// <summary>What a command adds to an account if it is accepted.</summary>
internal sealed record AccountIntent(string Account, decimal Amount);
