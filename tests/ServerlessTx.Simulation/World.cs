namespace ServerlessTx.Simulation;

/// <summary>Machines on one store, and what is between them.</summary>
internal sealed class World
{
    private readonly Host?[] _hosts;

    public World(Profile profile, Random random, VirtualTime time)
    {
        Time = time;
        Weather = new Weather(profile, random, time);
        Judge = new Judge(Weather, Alarm);
        Service = new ServiceMachine(this);
        Network = new Network(Weather, Alarm) { Service = () => Service };
        _hosts = [.. Enumerable.Range(0, profile.Hosts).Select(_ => new Host(this))];
    }

    public VirtualTime Time { get; }

    public Weather Weather { get; }

    public Alarm Alarm { get; } = new();

    public Judge Judge { get; }

    public IPartitionStore Rows => Judge;

    public Network Network { get; }

    public ServiceMachine Service { get; private set; }

    /// <summary>Those that live, stalled ones too.</summary>
    public IReadOnlyList<Host> Hosts => [.. _hosts.OfType<Host>()];

    public int Places => _hosts.Length;

    /// <summary>The host in a place, unless none has booted there yet.</summary>
    public Host? At(int place) => _hosts[place];

    public void Leave(int place) => _hosts[place] = null;

    public void Boot(int place) => _hosts[place] ??= new Host(this);

    public void ReplaceService()
    {
        Service.Life.End();
        Service = new ServiceMachine(this);
    }
}
