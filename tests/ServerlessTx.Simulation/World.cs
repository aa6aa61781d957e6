namespace ServerlessTx.Simulation;

/// <summary>Machines on one store, and what is between them.</summary>
internal sealed class World
{
    private readonly Inquiry<Host> _inquiry;

    public World(Profile profile, Random random, VirtualTime time)
    {
        Time = time;
        Weather = new Weather(profile, random, time);
        Judge = new Judge(Weather, Alarm);
        Service = new ServiceMachine(this);
        Network = new Network(Weather, Alarm) { Service = () => Service };
        Places = new HostPlaces<Host>(profile.Hosts, () => new Host(this), Weather);
        _inquiry = new Inquiry<Host>(() => Hosts, Weather, Alarm, away => away is StoreUnavailableException or NotAdmittedException);
    }

    public VirtualTime Time { get; }

    public Weather Weather { get; }

    public Alarm Alarm { get; } = new();

    public Judge Judge { get; }

    public IPartitionStore Rows => Judge;

    public Network Network { get; }

    public ServiceMachine Service { get; private set; }

    public HostPlaces<Host> Places { get; }

    public IReadOnlyList<Host> Hosts => Places.Hosts;

    /// <inheritdoc cref="Inquiry{THost}.AskAsync"/>
    public Task<T?> AskAsync<T>(Func<Host, CancellationToken, Task<T>> ask) where T : class? => _inquiry.AskAsync(ask);

    public void ReplaceService()
    {
        Service.Life.End();
        Service = new ServiceMachine(this);
    }
}
