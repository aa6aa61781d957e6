using System.Text.Json;

namespace ServerlessTx.Processes;

/// <summary>What clients send: workloads in turn, some waiting for the end, some not, some with a cancel behind.</summary>
internal sealed class Mix(params Workload[] workloads)
{
    /// <summary>Every sample workflow.</summary>
    public static Mix Everything => new(new OrderWorkload(), new CheckoutWorkload(), new TransferWorkload(), new RideWorkload(), new ApprovedOrderWorkload());

    public IReadOnlyList<Workload> Workloads => workloads;

    /// <summary>Every client waits for the end, and none cancels.</summary>
    public bool AllWait { get; init; }

    public Workload Of(LoadRequest request) => workloads.First(workload => workload.Workflow == request.Workflow);

    public LoadRequest Next(Random random, string key)
    {
        var workload = workloads[random.Next(workloads.Length)];
        var body = JsonSerializer.Serialize(workload.Input(random), SampleRows.Json);
        var waits = !workload.WaitsForClients && (AllWait || random.Next(3) > 0);
        return new LoadRequest(key, workload.Workflow, body) { Waits = waits, Cancels = !waits && random.Next(3) == 0 };
    }
}
