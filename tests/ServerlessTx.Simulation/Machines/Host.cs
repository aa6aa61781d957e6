using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace ServerlessTx.Simulation;

/// <summary>A host that begins and drives transactions, recovers them and keeps house, as an application's process does.</summary>
internal sealed class Host : Machine
{
    private readonly CancellationTokenSource _stopping = new();

    public Host(World world) : base(world)
    {
        foreach (var loop in Services.GetServices<IHostedService>())
            _ = RunAsync((BackgroundService)loop);
    }

    public TransactionClient Client => Get<TransactionClient>();

    /// <summary>Ends it as an operating system does that wants it to end: drivers stop where they are, and what is on its way is answered.</summary>
    public async Task StopAsync()
    {
        _stopping.Cancel();
        await Get<TransactionRunner>().StopAsync();
        Life.End();
    }

    protected override void Install(ServerlessTxBuilder tx)
    {
        foreach (var workflow in World.Service.Workflows)
            tx.AddWorkflow(new RemoteWorkflow(workflow, World.Network, Life));
        if (World.Weather.Profile.HasModes)
            tx.AddModes(_ => RemoteGroup.Of(World.Service, World.Network, Life));
        tx.AddParticipant(_ => RemoteBoxes.Of(World.Network, Life));
        tx.Services.AddSingleton<IBarrierPartitions>(new BarrierPlaces(Rows));
    }

    /// <summary>Not by its StartAsync, which would put it on a thread of its own: nothing here may leave the one there is.</summary>
    private async Task RunAsync(BackgroundService loop)
    {
        try
        {
            var execute = typeof(BackgroundService).GetMethod("ExecuteAsync", BindingFlags.Instance | BindingFlags.NonPublic)!;
            await (Task)execute.Invoke(loop, [_stopping.Token])!;
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
        }
        catch (Exception failure)
        {
            World.Alarm.Raise($"{loop.GetType().Name} has ended, and its host with it: {failure}");
        }
    }
}
