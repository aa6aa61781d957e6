using System.Text.Json.Nodes;

namespace ServerlessTx;

/// <summary>The source's saga document (Part I, "Saga Transaction Evidence").</summary>
internal static class SagaForm
{
    public static JsonObject Of(TransactionStory story)
    {
        var undos = story.Recorded
            .Select(recorded => recorded.Record switch { Answered answered => answered.Name, Unanswered silent => silent.Name, _ => default })
            .Where(name => name.Phase is Phase.Undo)
            .Distinct();
        return new JsonObject
        {
            ["saga_id"] = story.TransactionId,
            ["type"] = "orchestrated_saga",
            ["workflow"] = story.Definition.Name,
            ["steps"] = JsonNodes.List(story.Definition.Branches
                .Select(step => story.Call(new CallName(step.Branch, step.Phase)))
                .Where(call => !call.IsUnheardOf)
                .Select(call => StepNode(story, call))),
            ["compensation_steps"] = JsonNodes.List(undos.Select(undo => UndoNode(story, story.Call(undo)))),
            ["saga_outcome"] = story.Status.Word(),
            ["total_duration_ms"] = story.TotalMs,
            ["guarantee_evidence"] = SagaGuaranteeEvidence.Of(story),
        };
    }

    private static JsonObject StepNode(TransactionStory story, CallStory call)
    {
        var step = story.Definition.Branch(call.Name.Branch);
        var node = Node(story, call, step.Operation).With("compensating_action", step.Undo);
        AddOutcome(story, call, node);
        if (!call.IsDone && call.Answer is { } answer)
            node["compensation_triggered"] = story.Recorded.Any(later => later.Version > answer.Version && later.Record is Decided { Decision: Decision.Compensating });
        return node;
    }

    private static JsonObject UndoNode(TransactionStory story, CallStory call)
    {
        var node = Node(story, call, story.Definition.Branch(call.Name.Branch).Undo!);
        AddOutcome(story, call, node);
        return node;
    }

    private static JsonObject Node(TransactionStory story, CallStory call, string operation)
    {
        var step = story.Definition.Branch(call.Name.Branch);
        return new JsonObject
        {
            ["step"] = story.Definition.Branches.ToList().IndexOf(step) + 1,
            ["service"] = step.Service,
            ["operation"] = operation,
            ["status"] = StatusOf(call.Verdict),
            ["timestamp"] = Stamp.Text(call.At!.Value),
            ["attempts"] = call.Attempts,
        }.With("duration_ms", call.DurationMs);
    }

    private static void AddOutcome(TransactionStory story, CallStory call, JsonObject node)
    {
        if (call.Answer is { } answer)
        {
            var evidence = story.EvidenceOf(answer);
            evidence["wal_persisted"] = story.IsPersisted;
            node["evidence"] = evidence;
        }

        if (!call.IsDone)
            node["error"] = call.Error;
    }

    private static string StatusOf(Verdict? verdict) => verdict switch
    {
        null => Guarantees.Pending,
        Verdict.Done => "committed",
        Verdict.Refused => "failed",
        Verdict.Heuristic => "heuristic",
        Verdict.Unasked => "unasked",
        _ => "unknown",
    };
}
