using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ServerlessTx.Samples;

namespace ServerlessTx.Simulation;

/// <summary>A host as an application has it: aggregates with their projections, and every service of the choreography.</summary>
internal sealed class EventHost : IHost
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly ServiceProvider _services;

    public EventHost(EventWorld world)
    {
        Life = new Life(world.Time);
        Clock = new MachineClock(world.Time, Life) { Ahead = world.Weather.Skew() };
        _services = Boot(world);
        foreach (var loop in _services.GetServices<IHostedService>())
            _ = BackgroundLoop.RunAsync((BackgroundService)loop, world.Alarm, _stopping.Token);
    }

    public Life Life { get; }

    public MachineClock Clock { get; }

    public Aggregates<Account, AccountCommand, AccountEvent> Accounts => Get<Aggregates<Account, AccountCommand, AccountEvent>>();

    public T Get<T>() where T : notnull => _services.GetRequiredService<T>();

    public Task StopAsync()
    {
        _stopping.Cancel();
        Life.End();
        return Task.CompletedTask;
    }

    private ServiceProvider Boot(EventWorld world)
    {
        var profile = world.Weather.Profile;
        var rows = new GroupCommitStore(new UncertainStore(world.Judge, Life, world.Weather));
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.AddProvider(new EventLog(world.Alarm)).SetMinimumLevel(LogLevel.Warning));
        services.AddSingleton<TimeProvider>(Clock);
        services.AddSingleton<RandomNumberGenerator>(new SeededBytes(world.Weather.Random));
        services.AddServerlessTx(
            tx => tx.UseStore("memory", _ => rows)
                .AddAggregate(Account.Type, _ => rows, AccountProjections.ByCustomer, AccountProjections.Ledger)
                .AddChoreography(world.Choreography)
                .UseMessageBus(_ => rows, _ => new UncertainBus(world.Bus, Life, world)),
            options =>
            {
                options.Shards = profile.Shards;
                options.HostName = "a_host";
                options.KeyLifetime = profile.KeyLifetime;
                options.Retention = profile.Retention;
                options.RecoveryInterval = TimeSpan.FromSeconds(20);
                options.ProjectionInterval = TimeSpan.FromSeconds(10);
                options.HousekeepingInterval = TimeSpan.FromMinutes(5);
            });
        return services.BuildServiceProvider();
    }
}
