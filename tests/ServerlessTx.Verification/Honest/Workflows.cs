namespace ServerlessTx.Verification;

/// <summary>Transactions of every pattern and shape.</summary>
internal static class Workflows
{
    private static readonly CallPolicy Policy = new() { Attempts = 3, TimeoutMs = 1_000, FirstDelayMs = 100, MaxDelayMs = 2_000, StuckAfter = 4 };

    /// <summary>Three steps, one of them with nothing to undo, a pivot, and two steps that cannot be refused.</summary>
    public static Workflow Order(Cast cast) => Saga.For<Purchase>("order", 1, Policy, TimeSpan.FromMinutes(1))
        .Step<object>("order_service", "create", cast.StepAsync, undo: "uncreate", cast.UndoAsync)
        .Step<object>("check_service", "check", cast.StepAsync)
        .Step<object>("payment_service", "charge", cast.StepAsync, undo: "refund", cast.UndoAsync)
        .Pivot<object>("shipping_service", "ship", cast.StepAsync)
        .Then("mail_service", "mail", cast.ConcludeAsync)
        .Then("book_service", "book", cast.ConcludeAsync);

    /// <summary>Parallel groups in front and behind, and no pivot.</summary>
    public static Workflow Parallel(Cast cast) => Saga.For<Purchase>("parallel", 3, Policy, TimeSpan.FromMinutes(1))
        .Step<object>("a_service", "a", cast.StepAsync, undo: "undo_a", cast.UndoAsync)
        .Parallel(group => group
            .Step<object>("b_service", "b", cast.StepAsync, undo: "undo_b", cast.UndoAsync)
            .Step<object>("c_service", "c", cast.StepAsync, undo: "undo_c", cast.UndoAsync)
            .Step<object>("d_service", "d", cast.StepAsync))
        .Step<object>("e_service", "e", cast.StepAsync, undo: "undo_e", cast.UndoAsync)
        .Then("f_service", "f", cast.ConcludeAsync)
        .Parallel(group => group
            .Then("g_service", "g", cast.ConcludeAsync)
            .Then("h_service", "h", cast.ConcludeAsync));

    public static Workflow StepsAlone(Cast cast) => Saga.For<Purchase>("steps", 1, Policy, TimeSpan.FromMinutes(1))
        .Step<object>("a_service", "a", cast.StepAsync, undo: "undo_a", cast.UndoAsync)
        .Step<object>("b_service", "b", cast.StepAsync, undo: "undo_b", cast.UndoAsync);

    public static Workflow PivotAlone(Cast cast) => Saga.For<Purchase>("pivot", 1, Policy, TimeSpan.FromMinutes(1))
        .Pivot<object>("p_service", "p", cast.StepAsync);

    public static Workflow Checkout(Cast cast) => Tcc.For<Purchase>("checkout", 1, Policy, TimeSpan.FromMinutes(1))
        .Participant("payment", new Voter(cast))
        .Participant("inventory", new Voter(cast));

    public static Workflow Transfer(Cast cast) => TwoPhaseCommit.For<Purchase>("transfer", 1, Policy, TimeSpan.FromMinutes(1))
        .Participant("accounts", new Voter(cast))
        .Participant("ledger", new Voter(cast))
        .Participant("audit", new Voter(cast));

    public static Workflow TransferAlone(Cast cast) => TwoPhaseCommit.For<Purchase>("transfer_alone", 1, Policy, TimeSpan.FromMinutes(1))
        .Participant("accounts", new Voter(cast));
}
