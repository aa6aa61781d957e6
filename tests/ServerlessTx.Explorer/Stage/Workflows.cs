namespace ServerlessTx.Explorer;

/// <summary>Transactions of every pattern and shape.</summary>
internal static class Workflows
{
    private static readonly CallPolicy Policy = new() { Attempts = 2, TimeoutMs = 1_000, FirstDelayMs = 100, MaxDelayMs = 1_000, StuckAfter = 3 };

    /// <summary>Whoever asks in vain says so at once: what follows only repeats it.</summary>
    private static readonly CallPolicy Impatient = Policy with { StuckAfter = 1, MaxDelayMs = 10_000 };

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Round = TimeSpan.FromMinutes(10);

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

    /// <summary>Somebody has to say yes before it cannot be undone.</summary>
    public static Workflow Approval(Service service) => ServerlessTx.Saga.For<Purchase>("approval", 1, Policy, TimeSpan.FromHours(1))
        .Step<Receipt>("a_service", "a", service.DoAsync, undo: "undo_a", service.UndoAsync)
        .Wait("desk", "w", signal: "approved", within: Round)
        .Then("r_service", "r", service.FinishAsync);

    /// <summary>The wait, and what cannot be undone behind it.</summary>
    public static Workflow WaitAlone(Service service) => ServerlessTx.Saga.For<Purchase>("wait", 1, Policy, Round)
        .Wait("desk", "w", signal: "approved", within: Round)
        .Then("r_service", "r", service.FinishAsync);

    /// <summary>Of two who may say yes, the second is asked when the first is silent.</summary>
    public static Workflow Ride(Service service) => Ride(service, TimeSpan.FromHours(1));

    /// <summary>The same, and the time for all of it is over in the middle of the second round.</summary>
    public static Workflow HastyRide(Service service) => Ride(service, 1.5 * Round);

    /// <summary>A step that is a transaction of its own, and what cannot be undone behind it.</summary>
    public static Workflow Parent(Service service) => ServerlessTx.Saga.For<Purchase>("parent", 1, Impatient, TimeSpan.FromHours(1))
        .Child("desk", "k", workflow: "child", within: Round, call => call.Input, undo: "undo_k", service.UndoChildAsync)
        .Then("r_service", "r", service.FinishAsync);

    /// <summary>One that can be refused behind its child.</summary>
    public static Workflow DemandingParent(Service service) => ServerlessTx.Saga.For<Purchase>("parent", 1, Impatient, TimeSpan.FromHours(1))
        .Child("desk", "k", workflow: "child", within: Round, call => call.Input, undo: "undo_k", service.UndoChildAsync)
        .Pivot<Receipt>("p_service", "p", service.DoAsync);

    /// <summary>What the child did stays, whatever becomes of the parent.</summary>
    public static Workflow LenientParent(Service service) => ServerlessTx.Saga.For<Purchase>("parent", 1, Impatient, TimeSpan.FromHours(1))
        .ChildThatStays("desk", "k", workflow: "child", within: Round, call => call.Input)
        .Pivot<Receipt>("p_service", "p", service.DoAsync);

    /// <summary>A child that decides with its one step.</summary>
    public static Workflow Child(Service service) => ServerlessTx.Saga.For<Purchase>("child", 1, Policy, TimeSpan.FromHours(1))
        .Pivot<Receipt>("q_service", "q", service.DoAsync);

    /// <summary>A child with something to undo.</summary>
    public static Workflow ChildOfTwo(Service service) => ServerlessTx.Saga.For<Purchase>("child", 1, Policy, TimeSpan.FromHours(1))
        .Step<Receipt>("b_service", "b", service.DoAsync, undo: "undo_b", service.UndoAsync)
        .Then("s_service", "s", service.FinishAsync);

    /// <summary>A child that asks for votes.</summary>
    public static Workflow VotingChild(Service service) => ServerlessTx.TwoPhaseCommit.For<Purchase>("child", 1, Policy, TimeSpan.FromHours(1))
        .Participant("a", service);

    private static Workflow Ride(Service service, TimeSpan deadline) => ServerlessTx.Saga.For<Purchase>("ride", 1, Policy, deadline)
        .Wait<Receipt>("desk", "w", signal: "approved", within: Round, rounds: 2, escalate: "e", service.DoAsync, undo: "undo_e", service.UndoAsync)
        .Then("r_service", "r", service.FinishAsync);

    private static SagaHead<Purchase> Sagas(string name) => ServerlessTx.Saga.For<Purchase>(name, 1, Policy, Deadline);
}
