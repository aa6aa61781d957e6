using System.Text.Json.Nodes;

namespace ServerlessTx;

/// <summary>The source's ride (Part V, Example 3, <c>uber_ride_saga</c>): each step with how long it took and what undoes it, of any saga.</summary>
internal static class RideForm
{
    /// <summary>The member that holds it, by which a document is known.</summary>
    public const string Name = "uber_ride_saga";

    public static JsonObject Of(TransactionStory story) => new()
    {
        [Name] = new JsonObject
        {
            ["saga_id"] = story.TransactionId,
            ["workflow"] = story.Definition.Name,
            ["steps"] = JsonNodes.List(story.Definition.Branches
                .Select(step => (Step: step, Call: story.Call(new CallName(step.Branch, step.Phase))))
                .Where(told => !told.Call.IsUnheardOf)
                .Select(told => StepNode(story, told.Step, told.Call))),
            ["saga_outcome"] = story.Status.Word(),
            ["total_duration_ms"] = story.TotalMs,
            ["eventual_consistency"] = Consistency(story),
        },
    };

    private static JsonObject StepNode(TransactionStory story, DefinedBranch step, CallStory call)
    {
        var node = new JsonObject
        {
            ["step"] = step.Branch,
            ["service"] = step.Service,
            ["status"] = StatusOf(story, step, call),
        };
        return node
            .With("duration_ms", call.DurationMs)
            .With("compensation", step.Undo ?? "none")
            .With("error", call.IsDone ? null : call.Error);
    }

    private static string StatusOf(TransactionStory story, DefinedBranch step, CallStory call) => call.Verdict switch
    {
        _ when step.Undo is not null && story.Call(new CallName(step.Branch, Phase.Undo)).IsDone => "compensated",
        null => Guarantees.Pending,
        Verdict.Done => "completed",
        Verdict.Refused => "failed",
        var other => other.Value.Word(),
    };

    /// <summary>What the source calls synchronised via events is here by what is recorded of every step.</summary>
    private static string Consistency(TransactionStory story) => (string)SagaGuaranteeEvidence.Of(story)["consistency"]! switch
    {
        "eventual_after_last_step" => "all_services_synchronized_via_recorded_steps",
        "eventual_after_compensation" => "all_services_synchronized_via_compensation",
        var word => word,
    };
}
