using static ServerlessTx.Verification.Workflows;

namespace ServerlessTx.Verification;

/// <summary>Every pattern with every outcome, by a name that says which.</summary>
internal static class Scenarios
{
    private static readonly Act Fails = new Act.Fails();
    private static readonly Act LosesItsAnswer = new Act.DoesAndFails();
    private static readonly Act SaysNo = new Act.Refuses("insufficient_funds");
    private static readonly Act Does = new Act.Does();
    private static readonly Act[] FailsLong = [.. Enumerable.Repeat(Fails, 9), Does];
    private static readonly Act EndsOtherwise = new Act.EndsOtherwise("the row was gone");
    private static readonly Act ComesLate = new Act.Dawdles(TimeSpan.FromSeconds(1.5));
    private static readonly Act IsLarge = new Act.Does(new { text = new string('ü', 5_000), numbers = new object[] { 1.50m, 1e30, -0.0, new { deep = "\"\\\u2028" } } });

    public static IReadOnlyDictionary<string, HonestRun> All { get; } = new Dictionary<string, HonestRun>
    {
        ["saga completed"] = new(Order),
        ["saga completed, event form"] = new(Order) { View = EvidenceView.Events },
        ["saga completed, as a synchronisation"] = new(Order) { View = EvidenceView.Sync },
        ["saga compensated by a refusal, as a synchronisation"] = new(Order) { Arrange = cast => cast.On("charge/action", SaysNo), View = EvidenceView.Sync },
        ["saga completed after lost answers"] = new(Order) { Arrange = cast => cast.On("create/action", LosesItsAnswer, Does).On("ship/pivot", Fails, LosesItsAnswer, Does).On("mail/retriable", Fails, Does) },
        ["saga compensated by a refusal"] = new(Order) { Arrange = cast => cast.On("charge/action", SaysNo) },
        ["saga compensated by a refusal, event form"] = new(Order) { Arrange = cast => cast.On("charge/action", SaysNo), View = EvidenceView.Events },
        ["saga compensated by silence"] = new(Order) { Arrange = cast => cast.On("charge/action", Fails, LosesItsAnswer, Fails).On("create/undo", Fails, Does) },
        ["saga compensated at its first step"] = new(Order) { Arrange = cast => cast.On("create/action", SaysNo) },
        ["saga cancelled at once"] = new(Order) { Arrange = cast => cast.On("create/action", ComesLate), Meanwhile = CancelAfter(0.5) },
        ["saga cancelled in a step"] = new(Order) { Arrange = cast => cast.On("charge/action", Fails, Does), Meanwhile = CancelAfter(0.05) },
        ["saga cancelled while a slow step answers"] = new(Order) { Arrange = cast => cast.On("check/action", new Act.Dawdles(TimeSpan.FromSeconds(0.8))), Meanwhile = CancelAfter(0.5) },
        ["saga turned back by its deadline"] = new(Order) { Arrange = cast => cast.On("charge/action", new Act.Dawdles(TimeSpan.FromHours(1))), Meanwhile = CrashAfter(0.5, 120) },
        ["saga past its deadline in a call"] = new(cast => Saga.For<Purchase>("hasty", 1, new CallPolicy { Attempts = 50, TimeoutMs = 1_000, FirstDelayMs = 100, MaxDelayMs = 700, StuckAfter = 60 }, TimeSpan.FromSeconds(10))
            .Step<object>("a_service", "a", cast.StepAsync, undo: "undo_a", cast.UndoAsync)
            .Parallel(group => group
                .Step<object>("b_service", "b", cast.StepAsync, undo: "undo_b", cast.UndoAsync)
                .Step<object>("c_service", "c", cast.StepAsync, undo: "undo_c", cast.UndoAsync)))
        {
            Arrange = cast => cast.On("b/action", Fails).On("c/action", new Act.Dawdles(TimeSpan.FromHours(1))),
        },
        ["saga whose first phase is more patient than its stuck_after"] = new(cast => Saga.For<Purchase>("patient", 1, new CallPolicy { Attempts = 6, TimeoutMs = 1_000, FirstDelayMs = 100, StuckAfter = 2 })
            .Step<object>("a_service", "a", cast.StepAsync, undo: "undo_a", cast.UndoAsync))
        { Arrange = cast => cast.On("a/action", Fails) },
        ["saga turned back at its pivot"] = new(Order) { Arrange = cast => cast.On("ship/pivot", Fails, SaysNo) },
        ["saga stuck in its pivot, then answered"] = new(Order) { Arrange = cast => cast.On("ship/pivot", FailsLong) },
        ["saga stuck in an undo, then answered"] = new(Order) { Arrange = cast => cast.On("charge/action", SaysNo).On("create/undo", FailsLong) },
        ["saga still stuck"] = new(Order) { Arrange = cast => cast.On("mail/retriable", Fails), After = TimeSpan.FromMinutes(1) },
        ["saga under way"] = new(Order) { Arrange = cast => cast.On("charge/action", Fails, new Act.Dawdles(TimeSpan.FromHours(1))), After = TimeSpan.FromSeconds(0.5) },
        ["saga with a heuristic retriable step"] = new(Order) { Arrange = cast => cast.On("mail/retriable", EndsOtherwise) },
        ["saga with a heuristic undo"] = new(Order) { Arrange = cast => cast.On("charge/action", SaysNo).On("create/undo", EndsOtherwise) },
        ["saga with large answers"] = new(Order) { Arrange = cast => cast.On("create/action", IsLarge).On("mail/retriable", IsLarge) },
        ["saga with large answers, event form"] = new(Order) { Arrange = cast => cast.On("create/action", IsLarge), View = EvidenceView.Events },
        ["saga crashed in a step and recovered"] = new(Order) { Arrange = cast => cast.On("charge/action", ComesLate, Does), Meanwhile = CrashAfter(0.5, 5) },
        ["saga crashed in its pivot and recovered twice"] = new(Order) { Arrange = cast => cast.On("ship/pivot", ComesLate, Fails, ComesLate, Does), Meanwhile = async stage => { await CrashAfter(0.5, 5)(stage); await CrashAfter(0.5, 5)(stage); } },
        ["saga cancelled, its answer late"] = new(Order) { Arrange = cast => cast.On("charge/action", new Act.Dawdles(TimeSpan.FromSeconds(0.9))), Meanwhile = CancelAfter(0.2) },
        ["saga driven by two"] = new(Order) { Arrange = cast => cast.On("charge/action", new Act.Dawdles(TimeSpan.FromSeconds(0.9)), Does), Meanwhile = async stage => { await stage.WaitAsync(0.3); await stage.DriveBesideAsync(); } },
        ["parallel saga completed"] = new(Parallel),
        ["parallel saga compensated"] = new(Parallel) { Arrange = cast => cast.On("b/action", Fails, Does).On("e/action", SaysNo) },
        ["parallel saga refused in its group"] = new(Parallel) { Arrange = cast => cast.On("b/action", SaysNo).On("c/action", LosesItsAnswer).On("d/action", Fails) },
        ["parallel saga cancelled in its group"] = new(Parallel) { Arrange = cast => cast.On("b/action", new Act.Dawdles(TimeSpan.FromSeconds(0.9))), Meanwhile = CancelAfter(0.3) },
        ["steps alone completed"] = new(StepsAlone) { Storage = "azurite" },
        ["pivot alone completed"] = new(PivotAlone),
        ["pivot alone refused"] = new(PivotAlone) { Arrange = cast => cast.On("p/pivot", SaysNo), Storage = "memory" },
        ["pivot alone cancelled first"] = new(PivotAlone) { Before = stage => stage.Client.CancelAsync(stage.Id, "changed_my_mind", "customer") },
        ["tcc confirmed"] = new(Checkout),
        ["tcc confirmed after silence"] = new(Checkout) { Arrange = cast => cast.On("payment/try", LosesItsAnswer, Does).On("inventory/confirm", Fails, Does) },
        ["tcc cancelled by a refusal"] = new(Checkout) { Arrange = cast => cast.On("inventory/try", SaysNo) },
        ["tcc cancelled by silence"] = new(Checkout) { Arrange = cast => cast.On("inventory/try", Fails) },
        ["tcc cancelled from outside, its answer late"] = new(Checkout) { Arrange = cast => cast.On("payment/try", new Act.Dawdles(TimeSpan.FromSeconds(0.9))), Meanwhile = CancelAfter(0.3) },
        ["tcc expired"] = new(Checkout) { Arrange = cast => cast.On("payment/try", new Act.Dawdles(TimeSpan.FromHours(1))), Meanwhile = CrashAfter(0.5, 120) },
        ["tcc with a heuristic cancel"] = new(Checkout) { Arrange = cast => cast.On("inventory/try", SaysNo).On("payment/cancel", EndsOtherwise) },
        ["tcc that reports no reservation"] = new(Checkout) { Arrange = cast => cast.On("payment/try", new Act.Does(new { ok = true })) },
        ["tcc still stuck"] = new(Checkout) { Arrange = cast => cast.On("payment/confirm", Fails), After = TimeSpan.FromMinutes(1) },
        ["2pc committed"] = new(Transfer),
        ["2pc committed after silence"] = new(Transfer) { Arrange = cast => cast.On("ledger/prepare", Fails, Does).On("audit/commit", LosesItsAnswer, Does) },
        ["2pc aborted by a vote"] = new(Transfer) { Arrange = cast => cast.On("ledger/prepare", SaysNo).On("audit/prepare", Fails) },
        ["2pc aborted by silence"] = new(Transfer) { Arrange = cast => cast.On("ledger/prepare", LosesItsAnswer) },
        ["2pc aborted from outside"] = new(Transfer) { Arrange = cast => cast.On("ledger/prepare", new Act.Dawdles(TimeSpan.FromSeconds(0.9))), Meanwhile = CancelAfter(0.3) },
        ["2pc aborted by its deadline"] = new(Transfer) { Arrange = cast => cast.On("ledger/prepare", new Act.Dawdles(TimeSpan.FromHours(1))), Meanwhile = CrashAfter(0.5, 120) },
        ["2pc with a heuristic commit"] = new(Transfer) { Arrange = cast => cast.On("audit/commit", EndsOtherwise) },
        ["2pc stuck, then committed"] = new(Transfer) { Arrange = cast => cast.On("audit/commit", FailsLong).On("ledger/commit", [.. FailsLong[..3], Does]) },
        ["2pc crashed between votes and commits"] = new(Transfer) { Arrange = cast => cast.On("ledger/commit", ComesLate, Does), Meanwhile = CrashAfter(0.5, 5) },
        ["2pc crashed until it is stuck"] = new(TransferAlone) { Arrange = cast => cast.On("accounts/commit", [.. Enumerable.Repeat(ComesLate, 6), Does]), Meanwhile = async stage => { for (var i = 0; i < 6; i++) await CrashAfter(0.5, 1)(stage); } },
        ["2pc with large votes"] = new(Transfer) { Arrange = cast => cast.On("audit/prepare", IsLarge).On("audit/commit", IsLarge) },
        ["saga concluded by hand, done"] = new(Order) { Arrange = cast => cast.On("mail/retriable", Fails), Meanwhile = Conclude("mail", BranchOutcome.Done) },
        ["saga concluded by hand, not done"] = new(Order) { Arrange = cast => cast.On("mail/retriable", Fails), Meanwhile = Conclude("mail", BranchOutcome.NotDone) },
        ["saga concluded by hand through a barrier"] = new(Order) { Arrange = cast => cast.On("mail/retriable", Fails), Meanwhile = Conclude("mail", BranchOutcome.Done), Barrier = new HandBarrier("mail_service") },
        ["saga concluded by hand, its barrier knew better"] = new(Order) { Arrange = cast => cast.On("mail/retriable", Fails), Meanwhile = Conclude("mail", BranchOutcome.NotDone), Barrier = new HandBarrier("mail_service", new(Verdict.Done, Reason: "it had been sent")) },
        ["saga whose pivot is refused by hand"] = new(Order) { Arrange = cast => cast.On("ship/pivot", Fails), Meanwhile = Conclude("ship", BranchOutcome.NotDone), Barrier = new HandBarrier("shipping_service") },
        ["saga stuck, asked again at a person's word"] = new(Order)
        {
            Arrange = cast => cast.On("mail/retriable", FailsLong),
            Meanwhile = async stage => { await stage.WaitAsync(3); await stage.Client.ResolveAsync(stage.Id, new Resolution.Retry("ann", "the server is back")); },
        },
        ["saga aborted by an operator"] = new(Order)
        {
            Arrange = cast => cast.On("charge/action", ComesLate),
            Meanwhile = async stage => { await stage.WaitAsync(0.5); await stage.Client.ResolveAsync(stage.Id, new Resolution.Abort("ann", "wrong_customer")); },
        },
        ["2pc concluded by hand"] = new(Transfer) { Arrange = cast => cast.On("audit/commit", Fails), Meanwhile = Conclude("audit", BranchOutcome.NotDone) },
        ["ad hoc saga completed"] = new(AdHocOrder) { Arrange = cast => cast.On("charge/action", LosesItsAnswer, Does) },
        ["ad hoc saga compensated"] = new(AdHocOrder) { Arrange = cast => cast.On("charge/action", SaysNo).On("create/undo", Fails, Does) },
        ["ad hoc saga turned back at its pivot"] = new(AdHocOrder) { Arrange = cast => cast.On("ship/pivot", SaysNo) },
        ["ad hoc saga recovered by a host that did not begin it"] = new(AdHocOrder) { Arrange = cast => cast.On("ship/pivot", ComesLate, Does), Meanwhile = CrashAfter(0.5, 5) },
        ["ad hoc tcc confirmed"] = new(AdHocCheckout),
        ["ad hoc tcc cancelled"] = new(AdHocCheckout) { Arrange = cast => cast.On("ledger/try", SaysNo) },
        ["ad hoc 2pc committed"] = new(AdHocTransfer),
        ["ad hoc 2pc aborted"] = new(AdHocTransfer) { Arrange = cast => cast.On("ledger/prepare", SaysNo) },
        ["saga waited"] = new(Waiting) { Meanwhile = Signalling(2.5) },
        ["saga told before it waited"] = new(Waiting) { Arrange = cast => cast.On("a/action", new Act.Dawdles(TimeSpan.FromSeconds(0.8))), Meanwhile = Signalling(0.3) },
        ["saga waited in vain"] = new(Waiting),
        ["saga waited and nobody else could be asked"] = new(Waiting) { Arrange = cast => cast.On("next_3/action", SaysNo) },
        ["saga rejected"] = new(Waiting) { Meanwhile = async stage => { await stage.WaitAsync(1); await stage.Client.SignalAsync(stage.Id, new Signal("accepted", "ann") { Id = "1", Rejected = "too_far" }); } },
        ["saga cancelled while it waited"] = new(Waiting) { Meanwhile = CancelAfter(3) },
        ["saga past its deadline in a wait"] = new(cast => Saga.For<Purchase>("patient", 1, deadline: TimeSpan.FromSeconds(3))
            .Wait<object>("w_service", "w", signal: "accepted", within: TimeSpan.FromSeconds(2), rounds: 2, escalate: "next", cast.StepAsync, undo: "undo_next", cast.UndoAsync)),
        ["saga recovered while it waited"] = new(Waiting) { Meanwhile = async stage => { await CrashAfter(1, 4)(stage); await Signalling(0.5)(stage); } },
        ["saga scheduled"] = new(StepsAlone) { StartsIn = TimeSpan.FromHours(3) },
        ["saga scheduled and recovered"] = new(StepsAlone) { StartsIn = TimeSpan.FromSeconds(10), Meanwhile = CrashAfter(3, 4) },
        ["saga scheduled and cancelled"] = new(StepsAlone) { StartsIn = TimeSpan.FromHours(3), Meanwhile = CancelAfter(60) },
        ["2pc scheduled"] = new(Transfer) { StartsIn = TimeSpan.FromMinutes(3) },
        ["tcc scheduled and cancelled"] = new(Checkout) { StartsIn = TimeSpan.FromMinutes(3), Meanwhile = CancelAfter(60) },
        ["parent completed"] = new(Parent) { Child = Order },
        ["parent whose child is turned back"] = new(Parent) { Child = Order, Arrange = cast => cast.On("charge/action", SaysNo) },
        ["parent whose child is undone"] = new(Parent) { Child = Order, Arrange = cast => cast.On("b/action", SaysNo) },
        ["parent cancelled while its child is under way"] = new(Parent) { Child = Order, Arrange = cast => cast.On("charge/action", new Act.Dawdles(TimeSpan.FromSeconds(0.9))), Meanwhile = CancelAfter(0.3) },
        ["parent whose child ended otherwise"] = new(Parent) { Child = Order, Arrange = cast => cast.On("mail/retriable", EndsOtherwise) },
        ["parent crashed while its child is under way"] = new(Parent) { Child = Order, Arrange = cast => cast.On("charge/action", ComesLate, Does), Meanwhile = CrashAfter(0.5, 5) },
        ["child completed"] = new(Parent) { Child = Order, IsOfChild = true },
        ["child turned back with its parent"] = new(Parent) { Child = Order, IsOfChild = true, Arrange = cast => cast.On("charge/action", new Act.Dawdles(TimeSpan.FromSeconds(0.9))), Meanwhile = CancelAfter(0.3) },
        ["2pc of one"] = new(TransferAlone) { Storage = "memory" },
    };

    private static Func<Stage, Task> CancelAfter(double seconds) => async stage =>
    {
        await stage.WaitAsync(seconds);
        await stage.Client.CancelAsync(stage.Id, "changed_my_mind", "customer");
    };

    private static Func<Stage, Task> Signalling(double seconds) => async stage =>
    {
        await stage.WaitAsync(seconds);
        await stage.Client.SignalAsync(stage.Id, new Signal("accepted", "ann") { Result = System.Text.Json.JsonElement.Parse("""{"driver":7}""") });
        await stage.Client.SignalAsync(stage.Id, new Signal("approved", "bob"));
    };

    private static Func<Stage, Task> Conclude(string branch, BranchOutcome outcome) => async stage =>
    {
        await stage.WaitAsync(30);
        Assert.IsType<ResolveResult.Recorded>(await stage.Client.ResolveAsync(stage.Id, new Resolution.Conclude("ann", "it was seen to", branch, outcome, "told by phone")));
    };

    private static Func<Stage, Task> CrashAfter(double seconds, double away) => async stage =>
    {
        await stage.WaitAsync(seconds);
        await stage.CrashAsync(TimeSpan.FromSeconds(away));
    };
}
