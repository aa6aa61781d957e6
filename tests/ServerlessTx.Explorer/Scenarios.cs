namespace ServerlessTx.Explorer;

/// <summary>What is explored. Names begin with their pattern; the quick ones are small enough for the tests and for hunting planted bugs.</summary>
internal static class Scenarios
{
    private static readonly Bounds OneSilence = new() { Silences = 1 };
    private static readonly Bounds NoSilence = new() { Silences = 0 };
    private static readonly Bounds TwoFaults = new() { Faults = 2 };

    public static IReadOnlyList<Exploration> All => [.. Transactions, .. ModeScenarios.All, .. LimitScenarios.All];

    private static readonly IReadOnlyList<Scenario> Transactions =
    [
        new() { Name = "two_phase_commit", Define = Workflows.TwoPhaseCommit },
        new() { Name = "two_phase_commit/beside", Define = Workflows.TwoPhaseCommit, Second = Role.Beside },
        new() { Name = "two_phase_commit/cancel", Define = Workflows.TwoPhaseCommit, HasCancel = true, Bounds = OneSilence },
        new() { Name = "two_phase_commit/deadline", Define = Workflows.TwoPhaseCommit, HasDeadline = true, Bounds = OneSilence },
        new() { Name = "two_phase_commit/lost_commits", Define = Workflows.TwoPhaseCommit, Bounds = new() { Silences = 1, StoreLosses = 1 } },
        new() { Name = "two_phase_commit/stamps", Define = Workflows.TwoPhaseCommit, IsStampedApart = true, Bounds = OneSilence },
        new() { Name = "two_phase_commit/unsettled", Define = Workflows.TwoPhaseCommit, DropsSettled = false, Bounds = new() { Silences = 1, Duplicates = 1 } },
        new() { Name = "two_phase_commit/stuck", Define = Workflows.TwoPhaseCommit, NeverAnswers = new("a", Phase.Commit), Bounds = OneSilence },
        new() { Name = "two_phase_commit/three", Define = Workflows.TwoPhaseCommitOfThree, HasSlowAnswers = false, Bounds = TwoFaults },
        new() { Name = "tcc", Define = Workflows.Tcc },
        new() { Name = "tcc/beside", Define = Workflows.Tcc, Second = Role.Beside },
        new() { Name = "tcc/cancel", Define = Workflows.Tcc, HasCancel = true, Bounds = OneSilence },
        new() { Name = "tcc/deadline", Define = Workflows.Tcc, HasDeadline = true, Bounds = OneSilence },
        new() { Name = "tcc/concluded", Define = Workflows.Tcc, NeverAnswers = new("b", Phase.Confirm), Concluded = BranchOutcome.Done, Bounds = OneSilence },
        new() { Name = "tcc/three", Define = Workflows.TccOfThree, HasSlowAnswers = false, Bounds = TwoFaults },
        new() { Name = "saga", Define = Workflows.Saga },
        new() { Name = "saga/beside", Define = Workflows.Saga, Second = Role.Beside },
        new() { Name = "saga/cancel", Define = Workflows.Saga, HasCancel = true, Bounds = OneSilence },
        new() { Name = "saga/deadline", Define = Workflows.Saga, HasDeadline = true, Bounds = OneSilence },
        new() { Name = "saga/lost_commits", Define = Workflows.Saga, Bounds = new() { Silences = 1, StoreLosses = 1 } },
        new() { Name = "saga/stamps", Define = Workflows.Saga, IsStampedApart = true, Bounds = OneSilence },
        new() { Name = "saga/unsettled", Define = Workflows.Saga, DropsSettled = false, Bounds = new() { Silences = 1, Duplicates = 1 } },
        new() { Name = "saga/steps", Define = Workflows.StepsAlone, HasCancel = true },
        new() { Name = "saga/no_pivot", Define = Workflows.NoPivot, HasCancel = true },
        new() { Name = "saga/parallel", Define = Workflows.Parallel },
        new() { Name = "saga/pivot_alone", Define = Workflows.PivotAlone, HasCancel = true, HasDeadline = true },
        new() { Name = "saga/stuck_undo", Define = Workflows.Saga, NeverAnswers = new("a", Phase.Undo), Bounds = OneSilence },
        new() { Name = "saga/concluded", Define = Workflows.Saga, NeverAnswers = new("p", Phase.Pivot), Concluded = BranchOutcome.NotDone, Bounds = OneSilence },
        new() { Name = "saga/four", Define = Workflows.SagaOfFour, HasSlowAnswers = false, Bounds = TwoFaults },
        .. WaitScenarios.All,
        .. FamilyScenarios.All,
        .. Quick,
    ];

    private static IEnumerable<Scenario> Quick => new Scenario[]
    {
        new() { Name = "quick/two_phase_commit", Define = Workflows.TwoPhaseCommit, HasSlowAnswers = false, Bounds = new() { Silences = 1, Crashes = 0 } },
        new() { Name = "quick/two_phase_commit/events", Define = Workflows.TwoPhaseCommit, Second = null, HasDeadline = true, Bounds = new() { Silences = 1, Crashes = 0 } },
        new() { Name = "quick/two_phase_commit/stuck", Define = Workflows.TwoPhaseCommit, Second = null, NeverAnswers = new("a", Phase.Commit), Bounds = OneSilence },
        new() { Name = "quick/tcc", Define = Workflows.Tcc, Second = Role.Beside, HasSlowAnswers = false, DropsSettled = false, Bounds = new() { Silences = 0, Crashes = 0, Duplicates = 1 } },
        new() { Name = "quick/tcc/lost_commits", Define = Workflows.Tcc, Second = null, HasCancel = true, HasSlowAnswers = false, Bounds = new() { Silences = 0, Crashes = 0, StoreLosses = 1 } },
        new() { Name = "quick/tcc/never", Define = Workflows.Tcc, Second = null, NeverAnswers = new("a", Phase.Try), Bounds = NoSilence },
        new() { Name = "quick/saga", Define = Workflows.Saga, HasSlowAnswers = false, Bounds = OneSilence },
        new() { Name = "quick/saga/steps", Define = Workflows.StepsAlone, Second = null, HasCancel = true, Bounds = OneSilence },
        new() { Name = "quick/saga/parallel", Define = Workflows.Parallel, Second = null, Bounds = OneSilence },
        new() { Name = "quick/saga/pivot_alone", Define = Workflows.PivotAlone, Second = null, HasCancel = true, HasDeadline = true, Bounds = OneSilence },
        new() { Name = "quick/saga/concluded", Define = Workflows.Saga, Second = null, NeverAnswers = new("p", Phase.Pivot), Concluded = BranchOutcome.NotDone, Bounds = NoSilence },
    }.Concat(WaitScenarios.Quick).Concat(FamilyScenarios.Quick).Select(scenario => scenario with { IsQuick = true });
}
