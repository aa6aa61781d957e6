using System.Text.Json;
using System.Text.Json.Nodes;

namespace ServerlessTx;

/// <summary>The source's form of a synchronisation (Part VI, "Microservices Data Consistency"): who follows a change, and how long that took.</summary>
internal static class DataSyncForm
{
    public const string Name = "data_sync_saga";

    private const string EvidenceField = "evidence";

    public static JsonObject Of(TransactionStory story)
    {
        var calls = story.Definition.Branches.Select(step => story.Call(new CallName(step.Branch, step.Phase))).ToList();
        return new JsonObject
        {
            [Name] = new JsonObject { ["saga_id"] = story.TransactionId }
                .With("trigger", calls[0].IsDone ? $"{OperationOf(story, calls[0])}_{Verdict.Done.Word()}" : null)
                .With("affected_services", JsonNodes.List(calls.Where(call => !call.IsUnheardOf).Select(call => ServiceNode(story, call))))
                .With("consistency_model", ConsistencyOf(story, calls))
                .With("propagation_time_sec", PropagationOf(story, calls)),
        };
    }

    private static JsonObject ServiceNode(TransactionStory story, CallStory call) => new JsonObject
    {
        ["service"] = story.Definition.Branch(call.Name.Branch).Service,
        ["operation"] = OperationOf(story, call),
        ["status"] = StatusOf(call.Verdict),
    }
        .With("evidence", EvidenceOf(story, call))
        .With("error", call.IsDone ? null : call.Error);

    private static string OperationOf(TransactionStory story, CallStory call) => story.Definition.Branch(call.Name.Branch).Operation;

    /// <summary>What a participant calls its evidence is that; of one that does not, all that it said.</summary>
    private static JsonNode? EvidenceOf(TransactionStory story, CallStory call) => story.ResultOf(call.Answered) is not { } result ? null
        : result.ValueKind is JsonValueKind.Object && result.TryGetProperty(EvidenceField, out var said) && said.ValueKind is JsonValueKind.String
            ? JsonNodes.Of(said)
            : JsonNodes.Of(result);

    private static string StatusOf(Verdict? verdict) => verdict switch
    {
        null => Guarantees.Pending,
        Verdict.Done => "completed",
        Verdict.Refused => "failed",
        Verdict.Heuristic => "heuristic",
        Verdict.Unasked => "unasked",
        _ => "unknown",
    };

    /// <summary>It is promised as soon as it can no longer be turned back; that it is reached is what the statuses say.</summary>
    private static string ConsistencyOf(TransactionStory story, IReadOnlyList<CallStory> calls) =>
        story.Heuristic ? Guarantees.Violated
        : story.Status is TransactionStatus.Compensated ? "not_changed"
        : calls[0].IsDone ? "eventual_consistency"
        : Guarantees.Pending;

    /// <summary>From the change to the last of those who followed it; none while one is missing.</summary>
    private static decimal? PropagationOf(TransactionStory story, IReadOnlyList<CallStory> calls) =>
        story.HasEnded && calls.All(call => call.IsDone)
            ? TransactionStory.Between(calls[0].At!.Value, calls.Max(call => call.At!.Value)) / 1000m
            : null;
}
