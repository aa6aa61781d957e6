using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ServerlessTx.Simulation;

/// <summary>A machine with its own clock and its own way to the store, on which something of the product runs as an application would have it.</summary>
internal abstract class Machine
{
    private ServiceProvider? _services;

    protected Machine(World world)
    {
        World = world;
        Life = new Life(world.Time);
        Clock = new MachineClock(world.Time, Life) { Ahead = world.Weather.Skew() };
        Evidence = new GroupCommitStore(new UncertainStore(world.Rows, Life, world.Weather));
        Rows = new GroupCommitStore(new UncertainStore(world.Rows, Life, world.Weather));
    }

    public Life Life { get; }

    public MachineClock Clock { get; }

    protected World World { get; }

    /// <summary>Where transactions are kept.</summary>
    protected IPartitionStore Evidence { get; }

    /// <summary>Where the services keep their rows: the same store, as another table would be.</summary>
    protected IPartitionStore Rows { get; }

    protected ServiceProvider Services => _services ??= Boot();

    public T Get<T>() where T : notnull => Services.GetRequiredService<T>();

    /// <summary>What the machine has beside the store: its workflows and participants.</summary>
    protected abstract void Install(ServerlessTxBuilder tx);

    private ServiceProvider Boot()
    {
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.AddProvider(new FailureLog(World.Alarm)).SetMinimumLevel(LogLevel.Warning));
        services.AddSingleton<TimeProvider>(Clock);
        services.AddSingleton<RandomNumberGenerator>(new SeededBytes(World.Weather.Random));
        var profile = World.Weather.Profile;
        services.AddServerlessTx(
            tx => Install(tx.UseStore("memory", _ => Evidence)),
            options =>
            {
                options.Shards = profile.Shards;
                options.HostName = "a_host";
                options.KeyLifetime = profile.KeyLifetime;
                options.Retention = profile.Retention;
                options.RecoveryInterval = TimeSpan.FromSeconds(profile.Storm > TimeSpan.FromHours(1) ? 60 : 10);
                options.ModeInterval = options.RecoveryInterval;
                options.HousekeepingInterval = TimeSpan.FromMinutes(5);
            });
        return services.BuildServiceProvider();
    }
}
