using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace ServerlessTx.Functions;

/// <summary>Purges finished orchestrations: the evidence is elsewhere, and a history holds participants' answers.</summary>
internal sealed partial class FinishedInstances(AppSettings settings, TimeProvider time, ILogger<FinishedInstances> logger)
{
    /// <summary>One round's share; what is left is the next round's.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    private static readonly OrchestrationRuntimeStatus[] Finished =
        [OrchestrationRuntimeStatus.Completed, OrchestrationRuntimeStatus.Failed, OrchestrationRuntimeStatus.Terminated];

    public async Task PurgeAsync(DurableTaskClient client, CancellationToken cancellation)
    {
        var filter = new PurgeInstancesFilter(CreatedTo: time.GetUtcNow() - settings.HistoryLifetime, Statuses: Finished) { Timeout = Longest };
        var purged = await client.PurgeAllInstancesAsync(filter, cancellation);
        if (purged.PurgedInstanceCount > 0)
            LogPurged(purged.PurgedInstanceCount);
    }

    [LoggerMessage(633, LogLevel.Information, "Purged the histories of {Count} finished orchestrations.")]
    private partial void LogPurged(int count);
}
