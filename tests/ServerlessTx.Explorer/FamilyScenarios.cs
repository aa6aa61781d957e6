namespace ServerlessTx.Explorer;

/// <summary>Sagas of which a step is a transaction of its own: who drives which of the two, and what becomes of the one when the other is turned back.</summary>
internal static class FamilyScenarios
{
    private static readonly Bounds OneSilence = new() { Silences = 1 };
    private static readonly Bounds NoSilence = new() { Silences = 0 };
    private static readonly Bounds NoCrash = new() { Silences = 0, Crashes = 0 };

    public static IReadOnlyList<Scenario> All { get; } =
    [
        new() { Name = "child", Define = Workflows.Parent, Child = Workflows.Child, HasSlowAnswers = false, Bounds = NoSilence },
        new() { Name = "child/beside", Define = Workflows.Parent, Child = Workflows.Child, Second = Role.Beside, HasSlowAnswers = false, Bounds = NoSilence },
        new() { Name = "child/cancel", Define = Workflows.Parent, Child = Workflows.Child, Second = Role.Beside, HasCancel = true, HasSlowAnswers = false, Bounds = NoCrash },
        new() { Name = "child/cancel/slow", Define = Workflows.Parent, Child = Workflows.Child, Second = null, HasCancel = true, Bounds = OneSilence },
        new() { Name = "child/expired", Define = Workflows.Parent, Child = Workflows.Child, Second = null, Expiries = 1, HasSlowAnswers = false, Bounds = OneSilence },
        new() { Name = "child/lost_commits", Define = Workflows.Parent, Child = Workflows.Child, Second = null, HasCancel = true, HasSlowAnswers = false, Bounds = new() { Silences = 0, StoreLosses = 1 } },
        new() { Name = "child/undone", Define = Workflows.DemandingParent, Child = Workflows.Child, HasSlowAnswers = false, Bounds = NoSilence },
        new() { Name = "child/undone/slow", Define = Workflows.DemandingParent, Child = Workflows.Child, Second = null, Bounds = OneSilence },
        new() { Name = "child/stays", Define = Workflows.LenientParent, Child = Workflows.Child, Second = null, HasCancel = true, HasSlowAnswers = false, Bounds = OneSilence },
        new() { Name = "child/of_two", Define = Workflows.Parent, Child = Workflows.ChildOfTwo, Second = null, HasCancel = true, HasSlowAnswers = false, Bounds = OneSilence },
        new() { Name = "child/votes", Define = Workflows.Parent, Child = Workflows.VotingChild, Second = null, HasCancel = true, HasSlowAnswers = false, Bounds = OneSilence },
    ];

    public static IEnumerable<Scenario> Quick =>
    [
        new() { Name = "quick/child", Define = Workflows.Parent, Child = Workflows.Child, Second = null, HasSlowAnswers = false, Bounds = NoSilence },
        new() { Name = "quick/child/cancel", Define = Workflows.Parent, Child = Workflows.Child, Second = null, HasCancel = true, HasSlowAnswers = false, Bounds = NoSilence },
        new() { Name = "quick/child/undone", Define = Workflows.DemandingParent, Child = Workflows.Child, Second = null, HasSlowAnswers = false, Bounds = NoSilence },
    ];
}
