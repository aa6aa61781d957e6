using System.Text.Json;

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

    /// <summary>A step of it is an order.</summary>
    public static Workflow Parent(Cast cast) => Saga.For<Purchase>("parent", 1, Policy, TimeSpan.FromMinutes(2))
        .Step<object>("a_service", "a", cast.StepAsync, undo: "undo_a", cast.UndoAsync)
        .Child("order_service", "order_it", workflow: "order", within: TimeSpan.FromMinutes(1), call => call.Input, undo: "send_back", (call, _) => cast.UndoAsync(call, null))
        .Step<object>("b_service", "b", cast.StepAsync, undo: "undo_b", cast.UndoAsync);

    /// <summary>Two waits, the first with an escalation.</summary>
    public static Workflow Waiting(Cast cast) => Saga.For<Purchase>("waiting", 1, Policy, TimeSpan.FromMinutes(1))
        .Step<object>("a_service", "a", cast.StepAsync, undo: "undo_a", cast.UndoAsync)
        .Wait<object>("w_service", "w", signal: "accepted", within: TimeSpan.FromSeconds(2), rounds: 3, escalate: "next", cast.StepAsync, undo: "undo_next", cast.UndoAsync)
        .Wait("x_service", "x", signal: "approved", within: TimeSpan.FromSeconds(5))
        .Step<object>("b_service", "b", cast.StepAsync, undo: "undo_b", cast.UndoAsync)
        .Then("f_service", "f", cast.ConcludeAsync);

    public static Workflow Checkout(Cast cast) => Tcc.For<Purchase>("checkout", 1, Policy, TimeSpan.FromMinutes(1))
        .Participant("payment", new Voter(cast))
        .Participant("inventory", new Voter(cast));

    public static Workflow Transfer(Cast cast) => TwoPhaseCommit.For<Purchase>("transfer", 1, Policy, TimeSpan.FromMinutes(1))
        .Participant("accounts", new Voter(cast))
        .Participant("ledger", new Voter(cast))
        .Participant("audit", new Voter(cast));

    public static Workflow TransferAlone(Cast cast) => TwoPhaseCommit.For<Purchase>("transfer_alone", 1, Policy, TimeSpan.FromMinutes(1))
        .Participant("accounts", new Voter(cast));

    /// <summary>Who can be asked for anything by name, in an ad hoc transaction.</summary>
    public static Participant Anybody(Cast cast) => Participant.Named("anybody")
        .Step<Purchase, object>("create", cast.StepAsync, undo: "uncreate", cast.UndoAsync)
        .Step<Purchase, object>("check", cast.StepAsync)
        .Pivot<Purchase, object>("ship", cast.StepAsync)
        .Retriable<Purchase>("mail", cast.ConcludeAsync)
        .Tcc(new Voter(cast))
        .TwoPhaseCommit(new Voter(cast));

    public static Workflow AdHocOrder(Cast cast) => AdHoc(cast, """
        {"pattern":"saga","policy":{"attempts":3,"timeout_ms":1000,"first_delay_ms":100,"max_delay_ms":2000,"stuck_after":4},"steps":[
          {"participant":"anybody","operation":"check","input":{"item":"book"}},
          {"parallel":[
            {"participant":"anybody","operation":"create","input":{"item":"book"}},
            {"participant":"anybody","operation":"create","branch":"charge","input":{"item":"tip"}}]},
          {"participant":"anybody","operation":"ship","input":{"item":"book"}},
          {"participant":"anybody","operation":"mail","input":{"item":"book"}}]}
        """);

    public static Workflow AdHocCheckout(Cast cast) => AdHoc(cast, Vote("tcc"));

    public static Workflow AdHocTransfer(Cast cast) => AdHoc(cast, Vote("two_phase_commit"));

    private static string Vote(string pattern) => $$$"""
        {"pattern":"{{{pattern}}}","name":"told_by_its_request","participants":[
          {"participant":"anybody","branch":"accounts","input":{"item":"from"}},
          {"participant":"anybody","branch":"ledger","input":{"item":"to"}}]}
        """;

    private static AdHocWorkflow AdHoc(Cast cast, string request)
    {
        var participants = new ParticipantRegistry([Anybody(cast)]);
        return new AdHocReader(participants, new WorkflowRegistry([], participants), new VirtualTime()).Read(JsonElement.Parse(request));
    }
}
