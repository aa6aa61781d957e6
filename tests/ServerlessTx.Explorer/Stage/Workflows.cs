namespace ServerlessTx.Explorer;

/// <summary>Transactions of every pattern and shape.</summary>
internal static class Workflows
{
    private static readonly CallPolicy Policy = new() { Attempts = 2, TimeoutMs = 1_000, FirstDelayMs = 100, MaxDelayMs = 1_000, StuckAfter = 3 };
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    public static Workflow TwoPhaseCommit(Service service) => ServerlessTx.TwoPhaseCommit.For<Purchase>("two_phase_commit", 1, Policy, Deadline)
        .Participant("a", service)
        .Participant("b", service);

    public static Workflow TwoPhaseCommitOfThree(Service service) => ServerlessTx.TwoPhaseCommit.For<Purchase>("two_phase_commit", 1, Policy, Deadline)
        .Participant("a", service)
        .Participant("b", service)
        .Participant("c", service);

    public static Workflow Tcc(Service service) => ServerlessTx.Tcc.For<Purchase>("tcc", 1, Policy, Deadline)
        .Participant("a", service)
        .Participant("b", service);

    public static Workflow TccOfThree(Service service) => ServerlessTx.Tcc.For<Purchase>("tcc", 1, Policy, Deadline)
        .Participant("a", service)
        .Participant("b", service)
        .Participant("c", service);

    /// <summary>One of each kind.</summary>
    public static Workflow Saga(Service service) => Sagas("saga")
        .Step<Receipt>("a_service", "a", service.DoAsync, undo: "undo_a", service.UndoAsync)
        .Pivot<Receipt>("p_service", "p", service.DoAsync)
        .Then("r_service", "r", service.FinishAsync);

    public static Workflow SagaOfFour(Service service) => Sagas("saga_of_four")
        .Step<Receipt>("a_service", "a", service.DoAsync, undo: "undo_a", service.UndoAsync)
        .Step<Receipt>("b_service", "b", service.DoAsync, undo: "undo_b", service.UndoAsync)
        .Pivot<Receipt>("p_service", "p", service.DoAsync)
        .Then("r_service", "r", service.FinishAsync);

    public static Workflow StepsAlone(Service service) => Sagas("steps")
        .Step<Receipt>("a_service", "a", service.DoAsync, undo: "undo_a", service.UndoAsync)
        .Step<Receipt>("b_service", "b", service.DoAsync, undo: "undo_b", service.UndoAsync);

    public static Workflow NoPivot(Service service) => Sagas("no_pivot")
        .Step<Receipt>("a_service", "a", service.DoAsync, undo: "undo_a", service.UndoAsync)
        .Then("r_service", "r", service.FinishAsync);

    public static Workflow PivotAlone(Service service) => Sagas("pivot").Pivot<Receipt>("p_service", "p", service.DoAsync);

    /// <summary>Two steps together, one behind them.</summary>
    public static Workflow Parallel(Service service) => Sagas("parallel")
        .Parallel(group => group
            .Step<Receipt>("a_service", "a", service.DoAsync, undo: "undo_a", service.UndoAsync)
            .Step<Receipt>("b_service", "b", service.DoAsync, undo: "undo_b", service.UndoAsync))
        .Then("r_service", "r", service.FinishAsync);

    private static SagaHead<Purchase> Sagas(string name) => ServerlessTx.Saga.For<Purchase>(name, 1, Policy, Deadline);
}
