namespace ServerlessTx.Explorer;

/// <summary>What is explored. Names begin with their pattern.</summary>
internal static class Scenarios
{
    public static IReadOnlyList<Scenario> All { get; } =
    [
        new() { Name = "two_phase_commit", Define = Workflows.TwoPhaseCommit },
        new() { Name = "tcc", Define = Workflows.Tcc },
        new() { Name = "saga", Define = Workflows.Saga },
        new() { Name = "saga/pivot_alone", Define = Workflows.PivotAlone, HasCancel = true, HasDeadline = true, IsQuick = true },
    ];
}
