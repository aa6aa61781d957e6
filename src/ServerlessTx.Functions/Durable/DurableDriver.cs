using Microsoft.DurableTask;

namespace ServerlessTx.Functions;

/// <summary>
/// Runs a protocol in an orchestrator, one generation of it: to the transaction's end, or to the next generation. A failed orchestration
/// is not a failed transaction; recovery starts another over the same evidence.
/// </summary>
internal static class DurableDriver
{
    /// <returns>How it ended, for who looks at the instance; nothing rests on it.</returns>
    public static async Task<string> DriveAsync(TaskOrchestrationContext context, WorkflowRegistry workflows)
    {
        var generation = context.GetInput<Generation>() ?? new Generation();
        var runtime = new DurableRuntime(context, generation);
        var held = generation.HeldRecords().ToList();
        TransactionContext? tx = null;
        Generation next;
        try
        {
            var evidence = generation.Evidence() ?? await TransactionDriver.LoadAsync(runtime);
            if (TransactionDriver.EndOf(evidence, generation.Known ?? evidence.Head.Version) is { } end)
                return end.ToString();
            generation = generation with { Known = evidence.Head.Version };
            tx = new TransactionContext(context.InstanceId, runtime, evidence, held);
            await tx.EndAsync(await WorkflowOf(evidence, workflows).RunAsync(tx));
            return nameof(DriveEnd.Ended);
        }
        catch (SupersededException)
        {
            next = generation.Superseded(generation.Known!.Value, tx!.Held);
        }
        catch (GenerationOverException)
        {
            next = runtime.Next(tx?.Held ?? held);
        }

        // A wake-up that is dropped here was appended before it was raised, and the next generation begins with an activity.
        context.ContinueAsNew(next, preserveUnprocessedEvents: false);
        return "ContinuedAsNew";
    }

    private static Workflow WorkflowOf(Appended.Loaded evidence, WorkflowRegistry workflows)
    {
        var pinned = ((Started)evidence.Records[0].Record).Definition;
        return workflows.Find(pinned) ?? throw new InvalidOperationException(
            $"'{pinned.Name}' version {pinned.Version} with its fingerprint is not registered. Register the definition it began with.");
    }
}
