namespace ServerlessTx.Explorer;

/// <summary>What is explored. Names begin with their pattern.</summary>
internal static class Scenarios
{
    private static readonly Bounds Three = new() { Silences = 2, Crashes = 1, Duplicates = 1, Faults = 2 };

    public static IReadOnlyList<Scenario> All { get; } =
    [
        new() { Name = "two_phase_commit", Define = Workflows.TwoPhaseCommit, Bounds = new() { Duplicates = 1 } },
        new() { Name = "two_phase_commit/beside", Define = Workflows.TwoPhaseCommit, Second = Role.Beside },
        new() { Name = "two_phase_commit/cancel", Define = Workflows.TwoPhaseCommit, HasCancel = true, Bounds = new() { Silences = 1 } },
        new() { Name = "two_phase_commit/deadline", Define = Workflows.TwoPhaseCommit, HasDeadline = true, Bounds = new() { Silences = 1 } },
        new() { Name = "two_phase_commit/lost_commits", Define = Workflows.TwoPhaseCommit, Bounds = new() { StoreLosses = 1, Silences = 1 } },
        new() { Name = "two_phase_commit/stamps", Define = Workflows.TwoPhaseCommit, IsStampedApart = true, Bounds = new() { Silences = 1 } },
        new() { Name = "two_phase_commit/stuck", Define = Workflows.TwoPhaseCommit, NeverAnswers = new("a", Phase.Commit), Bounds = new() { Silences = 0 } },
        new() { Name = "two_phase_commit/three", Define = Workflows.TwoPhaseCommitOfThree, Bounds = Three },
        new() { Name = "saga", Define = Workflows.Saga, Bounds = new() { Duplicates = 1 } },
        new() { Name = "saga/beside", Define = Workflows.Saga, Second = Role.Beside },
        new() { Name = "saga/cancel", Define = Workflows.Saga, HasCancel = true },
        new() { Name = "saga/deadline", Define = Workflows.Saga, HasDeadline = true },
        new() { Name = "saga/steps", Define = Workflows.StepsAlone },
        new() { Name = "saga/parallel", Define = Workflows.Parallel },
        new() { Name = "saga/pivot_alone", Define = Workflows.PivotAlone, HasCancel = true, HasDeadline = true, IsQuick = true },
        new() { Name = "saga/concluded", Define = Workflows.Saga, NeverAnswers = new("p", Phase.Pivot), Concluded = BranchOutcome.NotDone, Bounds = new() { Silences = 0 } },
    ];
}
