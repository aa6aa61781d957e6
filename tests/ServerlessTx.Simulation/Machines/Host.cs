using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace ServerlessTx.Simulation;

/// <summary>A host that begins and drives transactions, recovers them and keeps house, as an application's process does.</summary>
internal sealed class Host : Machine, IHost
{
    private readonly CancellationTokenSource _stopping = new();

    public Host(World world) : base(world)
    {
        foreach (var loop in Services.GetServices<IHostedService>())
            _ = BackgroundLoop.RunAsync((BackgroundService)loop, world.Alarm, _stopping.Token);
    }

    public TransactionClient Client => Get<TransactionClient>();

    /// <summary>Drivers stop where they are.</summary>
    public async Task StopAsync()
    {
        _stopping.Cancel();
        await Get<TransactionRunner>().StopAsync();
        Life.End();
    }

    protected override void Install(ServerlessTxBuilder tx)
    {
        foreach (var workflow in World.Service.Workflows)
            tx.AddWorkflow(new RemoteWorkflow(workflow, World, Life));
        tx.AddWorkflow(Commissions.Define(ServiceMachine.Policy));
        if (World.Weather.Profile.HasModes)
            tx.AddModes(_ => RemoteGroup.Of(World, Life));
        tx.AddParticipant(_ => RemoteBoxes.Of(World, Life));
        tx.LimitParticipant(Boxes.Service, Boxes.AtOnce);
        tx.Services.AddSingleton<IBarrierPartitions>(new BarrierPlaces(Rows));
    }
}
