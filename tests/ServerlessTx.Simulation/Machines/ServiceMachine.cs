using Microsoft.Extensions.DependencyInjection;
using ServerlessTx.Samples;

namespace ServerlessTx.Simulation;

/// <summary>The machine of the services that take part: the samples' and the boxes. It drives nothing.</summary>
internal sealed class ServiceMachine(World world) : Machine(world)
{
    public static CallPolicy Policy { get; } = new() { Attempts = 3, TimeoutMs = 10_000, FirstDelayMs = 100, MaxDelayMs = 10_000, StuckAfter = 5 };

    public IEnumerable<Workflow> Workflows => Services.GetServices<Workflow>();

    private ModeGroup Group => Get<ModeRegistry>().Find(ResilientTransfer.Name)!;

    public Boxes Boxes => Get<Boxes>();

    public Workflow Workflow(string name) => Workflows.Append(Group.Strict).First(workflow => workflow.Definition.Name == name);

    /// <summary>A database of the transfer that has modes.</summary>
    public ModeSide Side(string name) => Group.Side(name);

    protected override void Install(ServerlessTxBuilder tx)
    {
        tx.AddSamples(_ => Rows, Policy);
        tx.Services.AddSingleton<Boxes>();
        tx.AddWorkflow(services => Errands.Define(services.GetRequiredService<Boxes>(), Policy));
    }
}
