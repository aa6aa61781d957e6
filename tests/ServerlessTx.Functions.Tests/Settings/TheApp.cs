using System.Reflection;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using ServerlessTx.Samples;
using ServerlessTx.Specifications;

namespace ServerlessTx.Functions.Tests;

public sealed class TheApp
{
    [Fact]
    public void Every_class_of_functions_can_be_made_from_the_apps_services() => VirtualTime.Run(time =>
    {
        var services = new World(time, build: tx => tx.AddChoreography(OrderChoreography.Define())).Services;
        var classes = typeof(TransactionRoutes).Assembly.GetTypes()
            .Where(type => type.GetMethods().Any(method => method.GetCustomAttribute<FunctionAttribute>() is not null)).ToList();
        Assert.Equal(6, classes.Count);
        Assert.All(classes, type => Assert.NotNull(ActivatorUtilities.CreateInstance(services, type)));
        return Task.FromResult(true);
    });

    [Fact]
    public void No_loop_of_the_process_drives_beside_the_orchestrations() => VirtualTime.Run(time =>
    {
        Assert.Empty(new World(time).Services.GetServices<IHostedService>());
        return Task.FromResult(true);
    });

    [Fact]
    public void The_timer_starts_what_nobody_drives_and_clears_up() => VirtualTime.Run(async time =>
    {
        var world = new World(time);
        world.Hub().IsUnreachable = true;
        var started = await world.StartAsync();
        world.Hub().IsUnreachable = false;
        await Task.Delay(TimeSpan.FromMinutes(3), time);

        var client = new HubClient(world.Hub());
        await ActivatorUtilities.CreateInstance<RecoveryTimer>(world.Services).RunAsync(new TimerInfo(), client, default);

        Assert.EndsWith("completed", await world.EndAsync(started.Id), StringComparison.Ordinal);
        Assert.NotNull(client.Purged);
        return true;
    });

    [Fact]
    public void The_timer_outlives_a_store_that_is_away() => VirtualTime.Run(async time =>
    {
        var store = new StoreWithOutage(new MemoryPartitionStore());
        var world = new World(time, store: store);
        store.GoAway(0, time, TimeSpan.FromHours(1));
        await ActivatorUtilities.CreateInstance<RecoveryTimer>(world.Services).RunAsync(new TimerInfo(), new HubClient(world.Hub()), default);
        return true;
    });
}
