using System.Text.Json.Nodes;

namespace ServerlessTx;

/// <summary>The words under a saga's <c>guarantee_evidence</c>, each from what is recorded of its steps and their compensations.</summary>
internal static class SagaGuaranteeEvidence
{
    /// <summary>The transaction has ended and its records do not bear it out.</summary>
    public const string NotShown = "not_shown_by_the_records";

    public static JsonObject Of(TransactionStory story)
    {
        // An escalation that nobody needed is no step of this run, and a wait leaves nothing behind.
        var steps = story.Definition.Branches.Where(step => step.Escalates is null || !story.Call(new(step.Branch, step.Phase)).IsUnheardOf)
            .Select(step => story.Call(new CallName(step.Branch, step.Phase))).ToList();
        var mayHaveRun = steps.Where(step => step.MayHaveRun && step.Name.Phase is not Phase.Wait).ToList();
        var outcome = Outcome(story, steps, mayHaveRun);
        return new JsonObject
        {
            ["atomicity"] = outcome switch
            {
                End.AllCommitted => "all_steps_committed",
                End.AllCompensated => "eventual_via_compensation",
                End.NothingRan => "no_step_committed",
                End.NothingToUndo => "nothing_to_compensate",
                _ => Word(outcome),
            },
            ["consistency"] = outcome switch
            {
                End.AllCommitted => "eventual_after_last_step",
                End.AllCompensated => "eventual_after_compensation",
                End.NothingRan or End.NothingToUndo => "unchanged",
                _ => Word(outcome),
            },
            ["isolation"] = mayHaveRun.Count > 0 ? "none_intermediate_state_visible" : "nothing_became_visible",
            ["durability"] = Durability(story),
        };
    }

    private static End Outcome(TransactionStory story, List<CallStory> steps, List<CallStory> mayHaveRun) => story switch
    {
        { Heuristic: true } => End.Violated,
        { HasEnded: true, IsOnWord: true } => End.OnWord,
        { Status: TransactionStatus.Completed } when steps.All(step => step.IsDone) => End.AllCommitted,
        { Status: TransactionStatus.Compensated } when mayHaveRun.Count == 0 => End.NothingRan,
        { Status: TransactionStatus.Compensated } when mayHaveRun.All(step => HasNothingToUndo(story, step)) => End.NothingToUndo,
        { Status: TransactionStatus.Compensated } when mayHaveRun.All(step => HasNothingToUndo(story, step) || IsUndone(story, step)) => End.AllCompensated,
        _ => story.HasEnded ? End.NotShown : End.Pending,
    };

    private static bool HasNothingToUndo(TransactionStory story, CallStory step) =>
        step.Name.Phase is Phase.Action && story.Definition.Branch(step.Name.Branch).Undo is null;

    private static bool IsUndone(TransactionStory story, CallStory step) => story.Call(step.Name with { Phase = Phase.Undo }).IsDone;

    private static string Word(End outcome) => outcome switch
    {
        End.Violated => Guarantees.Violated,
        End.Pending => Guarantees.Pending,
        End.OnWord => Guarantees.OnWord,
        _ => NotShown,
    };

    private static string Durability(TransactionStory story)
    {
        var what = !story.HasEnded ? "steps_so_far"
            : story.All<Answered>().Any(answered => answered.Phase is Phase.Undo) ? "all_steps_and_compensations" : "all_steps";
        return what + (story.IsPersisted ? "_persisted" : $"_recorded_on_{story.Started.Storage}");
    }

    private enum End
    {
        Pending,
        NotShown,
        Violated,
        OnWord,
        NothingRan,
        NothingToUndo,
        AllCommitted,
        AllCompensated,
    }
}
