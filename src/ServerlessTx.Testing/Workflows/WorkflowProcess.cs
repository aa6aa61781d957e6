using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;

namespace ServerlessTx.Testing;

/// <summary>A process that recovers what is open, repeats its caller's request with its key, and waits for the end.</summary>
internal sealed class WorkflowProcess(Workflow workflow, IPartitionStore store, VirtualTime time, JsonElement input)
{
    public async Task<(string Status, IReadOnlyList<string> Records, string? Breach)> RunAsync()
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<TimeProvider>(time);
        services.AddServerlessTx(tx => tx.UseStore("memory", _ => store).AddWorkflow(workflow), options => options.Shards = 1);
        // Not disposed of: a process that has vanished does not clear up behind itself.
        var provider = services.BuildServiceProvider();
        var client = provider.GetRequiredService<TransactionClient>();
        await provider.GetRequiredService<Recovery>().RunAsync(everything: true, CancellationToken.None);
        var started = await client.StartAsync(new StartRequest(workflow.Definition.Name, input) { IdempotencyKey = "crash_matrix" });
        var state = await client.WaitAsync(started.Id, TimeSpan.FromDays(30));

        var records = await provider.GetRequiredService<TransactionStore>().LoadAsync(started.Id, CancellationToken.None);
        var evidence = await client.EvidenceAsync(started.Id);
        var report = EvidenceVerifier.Verify(Encoding.UTF8.GetBytes(evidence!.ToJsonString()));
        return (
            state!.Status.Word(),
            [.. records.Records.Select(recorded => Encoding.UTF8.GetString(RecordCodec.Encode(recorded.Record)))],
            report.Broken.FirstOrDefault()?.ToString());
    }
}
