using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace ServerlessTx.Functions;

/// <summary>Purges finished orchestrations: the evidence is elsewhere, and a history holds participants' answers.</summary>
internal sealed partial class FinishedInstances(AppSettings settings, TimeProvider time, ILogger<FinishedInstances> logger)
{
    /// <summary>One round's share; what is left is the next round's.</summary>
    private static readonly TimeSpan Share = TimeSpan.FromSeconds(30);

    /// <summary>So that a host which keeps the share can say what it purged.</summary>
    private static readonly TimeSpan Answering = TimeSpan.FromSeconds(5);

    private static readonly OrchestrationRuntimeStatus[] Finished =
        [OrchestrationRuntimeStatus.Completed, OrchestrationRuntimeStatus.Failed, OrchestrationRuntimeStatus.Terminated];

    /// <returns>How many it purged, as far as that was told in time.</returns>
    public async Task<int> PurgeAsync(DurableTaskClient client, CancellationToken cancellation)
    {
        var filter = new PurgeInstancesFilter(CreatedTo: time.GetUtcNow() - settings.HistoryLifetime, Statuses: Finished) { Timeout = Share };
        // Not every client sends the filter's own bound, nor does every host keep it.
        using var patience = new CancellationTokenSource(Share + Answering, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, patience.Token);
        try
        {
            var purged = (await client.PurgeAllInstancesAsync(filter, either.Token)).PurgedInstanceCount;
            if (purged > 0)
                LogPurged(purged);
            return purged;
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            LogUnfinished();
            return 0;
        }
    }

    [LoggerMessage(633, LogLevel.Information, "Purged the histories of {Count} finished orchestrations.")]
    private partial void LogPurged(int count);

    [LoggerMessage(635, LogLevel.Information, "More finished orchestrations are to be purged than a round has time for; the next ones go on.")]
    private partial void LogUnfinished();
}
