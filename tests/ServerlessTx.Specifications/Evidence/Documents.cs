using System.Text.Json;
using System.Text.Json.Nodes;

namespace ServerlessTx.Specifications;

/// <summary>A real document of every outcome, by form and name, as <c>docs/evidence.md</c> calls them.</summary>
internal static class Documents
{
    private static readonly Behaviour Fails = new Behaviour.Fails();
    private static readonly Behaviour Hangs = new Behaviour.Hangs(TimeSpan.FromHours(1));
    private static readonly Behaviour LosesItsAnswer = new Behaviour.DoesAndFails();
    private static readonly Behaviour EndsOtherwise = new Behaviour.EndsOtherwise("taken apart by hand");

    private static readonly Dictionary<string, EvidenceRun> Runs = new()
    {
        ["saga completed"] = new(SourceOrders.Define),
        ["saga compensated"] = new(SourceOrders.Define) { Arrange = OutOfStock },
        ["saga nothing_ran"] = Saga(script => script.On("create_order/action", new Behaviour.Refuses("customer_unknown"))),
        ["saga unknown"] = Saga(script => script.On("charge_payment/action", LosesItsAnswer)),
        ["saga cancelled"] = new(SourceOrders.Define) { Meanwhile = CancelAsync, Arrange = script => script.On("charge_payment/action", Fails, Behaviour.Answers) },
        ["saga late"] = new(SourceOrders.Define)
        {
            Arrange = script => script.On("charge_payment/action", new Behaviour.ComesLate(TimeSpan.FromSeconds(1))),
            Meanwhile = CancelAsync,
        },
        ["saga late_refusal"] = new(SourceOrders.DefineSlowRefusal) { Meanwhile = CancelAsync },
        ["saga large"] = new(SourceOrders.DefineLarge),
        ["saga deadline"] = TakenOver(SourceOrders.Define, "charge_payment/action", TimeSpan.FromMinutes(1)),
        ["saga pivot_refused"] = Saga(script => script.On("ship_order/pivot", new Behaviour.Refuses("address_unknown"))),
        ["saga heuristic"] = Saga(script => script.On("send_confirmation/retriable", EndsOtherwise)),
        ["saga stuck"] = new(SourceOrders.Define) { Arrange = script => script.On("send_confirmation/retriable", Fails), After = TimeSpan.FromMinutes(1) },
        ["saga by_hand"] = Resolved(SourceOrders.Define, "send_confirmation/retriable", new Resolution.Conclude(
            "alice", "the mail service is being replaced", "send_confirmation", BranchOutcome.Done, "sent from the old console")),
        ["saga retried"] = Resolved(SourceOrders.Define, "send_confirmation/retriable", new Resolution.Retry("alice", "the mail service is back")),
        ["saga running"] = new(SourceOrders.Define) { Arrange = script => script.On("charge_payment/action", Fails, Hangs), After = TimeSpan.FromSeconds(2) },
        ["saga undoing"] = new(SourceOrders.Define) { Arrange = script => OutOfStock(script.On("charge_payment/undo", Fails)), After = TimeSpan.FromSeconds(1) },
        ["saga taken_over"] = TakenOver(SourceOrders.Define, "charge_payment/action"),
        ["saga waited"] = Waits(new Signal("driver_accepted", "driver_7") { Id = "offer_7", Result = JsonElement.Parse("""{"driver":"driver_7","eta_min":4}""") }),
        ["saga rejected"] = Waits(new Signal("driver_accepted", "dispatcher") { Rejected = "storm" }),
        ["saga expired"] = new(SourceOrders.DefineWaiting),
        ["saga waiting"] = new(SourceOrders.DefineWaiting) { After = TimeSpan.FromSeconds(3) },
        ["saga parent"] = new(SourceOrders.DefineParent) { Child = SourceOrders.Define },
        ["saga parent_undone"] = new(SourceOrders.DefineParent) { Child = SourceOrders.Define, Arrange = script => script.On("wrap/action", new Behaviour.Refuses("no_paper")) },
        ["saga parent_refused"] = new(SourceOrders.DefineParent) { Child = SourceOrders.Define, Arrange = OutOfStock },
        ["saga child"] = new(SourceOrders.DefineParent) { Child = SourceOrders.Define, IsOfChild = true },
        ["saga on_azurite"] = new(SourceOrders.Define) { Storage = "azurite" },
        ["saga mixed_undo"] = new(SourceOrders.DefineScored) { Arrange = OutOfStock },
        ["saga accepted_at_once"] = Waits(new Signal("driver_accepted", "driver_3"), TimeSpan.FromSeconds(2)),
        ["saga not_done_by_hand"] = Resolved(SourceOrders.Define, "send_confirmation/retriable", new Resolution.Conclude(
            "alice", "nobody reads that inbox", "send_confirmation", BranchOutcome.NotDone, "the customer was called instead")),
        ["saga scheduled"] = new(SourceOrders.Define) { StartsIn = TimeSpan.FromSeconds(10) },
        ["saga scheduled_cancelled"] = new(SourceOrders.Define) { StartsIn = TimeSpan.FromSeconds(10), Meanwhile = CancelAsync },
        ["saga degraded"] = new(SourceOrders.Define) { Mode = new("orders", 4, Mode.Degraded) { Away = ["warehouse"] } },
        ["saga_execution completed"] = new(SourceOrders.Define) { View = EvidenceView.Events },
        ["saga_execution compensated"] = new(SourceOrders.Define) { View = EvidenceView.Events, Arrange = OutOfStock },
        ["saga_execution parallel"] = new(SourceOrders.DefineParallel) { View = EvidenceView.Events, Arrange = OutOfStock },
        ["saga_execution running"] = new(SourceOrders.Define) { View = EvidenceView.Events, Arrange = script => script.On("charge_payment/action", Hangs), After = TimeSpan.FromSeconds(1) },
        ["saga_execution heuristic"] = new(SourceOrders.Define) { View = EvidenceView.Events, Arrange = script => script.On("send_confirmation/retriable", EndsOtherwise) },
        ["saga_execution stuck"] = new(SourceOrders.Define) { View = EvidenceView.Events, Arrange = script => script.On("send_confirmation/retriable", Fails), After = TimeSpan.FromMinutes(1) },
        ["ride completed"] = Rides(new Signal("driver_accepted", "driver_7")),
        ["ride failed"] = Rides(new Signal("driver_accepted", "dispatcher") { Rejected = "storm" }),
        ["ride unknown"] = new(SourceOrders.Define) { View = EvidenceView.Steps, Arrange = script => script.On("charge_payment/action", LosesItsAnswer) },
        ["ride running"] = new(SourceOrders.Define) { View = EvidenceView.Steps, Arrange = script => script.On("charge_payment/action", Fails, Hangs), After = TimeSpan.FromSeconds(2) },

        ["data_sync_saga completed"] = new(SourceProfiles.Define) { View = EvidenceView.Sync },
        ["data_sync_saga refused"] = new(SourceProfiles.Define) { View = EvidenceView.Sync, Arrange = script => script.On("update_profile/pivot", new Behaviour.Refuses("profile_version_changed")) },
        ["data_sync_saga running"] = new(SourceProfiles.Define) { View = EvidenceView.Sync, Arrange = script => script.On("reindex_user/retriable", Fails, Hangs), After = TimeSpan.FromSeconds(8) },
        ["data_sync_saga heuristic"] = new(SourceProfiles.Define) { View = EvidenceView.Sync, Arrange = script => script.On("reindex_user/retriable", EndsOtherwise) },
        ["data_sync_saga unknown"] = new(SourceProfiles.Define) { View = EvidenceView.Sync, Arrange = script => script.On("update_profile/pivot", Fails), After = TimeSpan.FromSeconds(1) },
        ["data_sync_saga by_hand"] = Resolved(SourceProfiles.Define, "reindex_user/retriable", new Resolution.Conclude(
            "alice", "the index was rebuilt", "reindex_user", BranchOutcome.Done, "the new index holds it")) with
        { View = EvidenceView.Sync },

        ["two_phase_commit committed"] = new(SourceBanks.Define),
        ["two_phase_commit voted_no"] = Vote(script => script.On("ledger_db/prepare", new Behaviour.Refuses("lock_conflict"))),
        ["two_phase_commit unknown"] = Vote(script => script.On("ledger_db/prepare", LosesItsAnswer)),
        ["two_phase_commit cancelled"] = new(SourceBanks.Define) { Arrange = script => script.On("ledger_db/prepare", Fails, Behaviour.Answers), Meanwhile = CancelAsync },
        ["two_phase_commit deadline"] = TakenOver(SourceBanks.Define, "ledger_db/prepare", TimeSpan.FromMinutes(1)),
        ["two_phase_commit heuristic"] = Vote(script => script.On("ledger_db/commit", EndsOtherwise)),
        ["two_phase_commit stuck"] = new(SourceBanks.Define) { Arrange = script => script.On("ledger_db/commit", Fails), After = TimeSpan.FromMinutes(1) },
        ["two_phase_commit by_hand"] = Resolved(SourceBanks.Define, "ledger_db/commit", new Resolution.Conclude(
            "alice", "the ledger's host is gone", "ledger_db", BranchOutcome.Done, "applied from its log")),
        ["two_phase_commit running"] = new(SourceBanks.Define) { Arrange = script => script.On("ledger_db/prepare", Fails, Hangs), After = TimeSpan.FromSeconds(1) },
        ["two_phase_commit taken_over"] = TakenOver(SourceBanks.Define, "ledger_db/commit"),
        ["two_phase_commit not_reported"] = new(SourceBanks.DefineWithSilentLedger),
        ["two_phase_commit on_azurite"] = new(SourceBanks.Define) { Storage = "azurite" },
        ["two_phase_commit on_memory"] = new(SourceBanks.Define) { Storage = "memory" },
        ["two_phase_commit bare"] = new(script => SourceBanks.DefineAlike(script, BankReports.None)),
        ["two_phase_commit two_checks"] = new(script => SourceBanks.DefineAlike(script, new BankReports { ChecksAtCommit = ["sums_match", "no_overdraft"] })),
        ["two_phase_commit other_checks"] = Ledger(new BankReports { ChecksAtCommit = ["ledger_sums_to_zero"] }),
        ["two_phase_commit no_checks_at_prepare"] = Ledger(new BankReports { ChecksAtPrepare = [] }),
        ["two_phase_commit no_lock_times"] = Ledger(new BankReports { LockTimes = false }),
        ["two_phase_commit no_locks"] = Ledger(new BankReports { Locks = false }),
        ["two_phase_commit no_release"] = Ledger(new BankReports { Releases = false }),
        ["two_phase_commit not_flushed"] = Ledger(new BankReports { Fsync = "off" }),
        ["two_phase_commit log_stood"] = Ledger(new BankReports { ConcludedAtLsn = 17 }),
        ["two_phase_commit nobody_prepared"] = Vote(script => RefusesBoth(script, "accounts_db/prepare", "ledger_db/prepare", "account_closed")),
        ["two_phase_commit not_prepared"] = Ledger(new BankReports { NamesNoLocksReleased = true }) with { Arrange = script => script.On("ledger_db/prepare", Fails) },
        ["two_phase_commit abort_stuck"] = new(SourceBanks.Define)
        {
            Arrange = script => script.On("ledger_db/prepare", new Behaviour.Refuses("lock_conflict")).On("accounts_db/abort", Fails),
            After = TimeSpan.FromMinutes(1),
        },
        ["two_phase_commit abort_heuristic"] = Vote(script => script.On("ledger_db/prepare", new Behaviour.Refuses("lock_conflict")).On("accounts_db/abort", EndsOtherwise)),
        ["two_phase_commit unasked"] = new(SourceBanks.Define) { First = CancelAsync },
        ["two_phase_commit silent"] = new(SourceBanks.Define)
        {
            Arrange = script => script.On("accounts_db/prepare", Fails, Hangs).On("ledger_db/prepare", Fails, Hangs),
            After = TimeSpan.FromSeconds(1),
        },
        ["two_phase_commit scheduled"] = new(SourceBanks.Define) { StartsIn = TimeSpan.FromSeconds(10) },
        ["two_phase_commit scheduled_cancelled"] = new(SourceBanks.Define) { StartsIn = TimeSpan.FromSeconds(10), Meanwhile = CancelAsync },
        ["two_phase_commit strict"] = new(SourceBanks.Define) { Mode = new("banks", 2, Mode.Strict) },

        ["tcc confirmed"] = new(SourceReservations.Define),
        ["tcc refused"] = Reservation(script => script.On("inventory_service/try", new Behaviour.Refuses("insufficient_inventory"))),
        ["tcc cancelled"] = new(SourceReservations.Define) { Arrange = script => script.On("inventory_service/try", Fails, Behaviour.Answers), Meanwhile = CancelAsync },
        ["tcc deadline"] = new(SourceReservations.DefineShort) { Arrange = script => script.On("inventory_service/try", Hangs) },
        ["tcc heuristic"] = Reservation(script => script.On("payment_service/confirm", EndsOtherwise)),
        ["tcc nothing_reserved"] = Reservation(script => RefusesBoth(script, "payment_service/try", "inventory_service/try", "shop_closed")),
        ["tcc partly_reported"] = new(SourceReservations.DefineWithSilentInventory),
        ["tcc on_azurite"] = new(SourceReservations.Define) { Storage = "azurite" },
        ["tcc by_hand"] = Resolved(SourceReservations.Define, "payment_service/confirm", new Resolution.Conclude(
            "alice", "the bank's gateway is down", "payment_service", BranchOutcome.Done, "captured at the bank's desk")),
        ["tcc stuck"] = new(SourceReservations.Define) { Arrange = script => script.On("payment_service/confirm", Fails), After = TimeSpan.FromMinutes(1) },
        ["tcc cancel_stuck"] = new(SourceReservations.Define)
        {
            Arrange = script => script.On("inventory_service/try", new Behaviour.Refuses("insufficient_inventory")).On("payment_service/cancel", Fails),
            After = TimeSpan.FromMinutes(1),
        },
        ["tcc cancel_heuristic"] = Reservation(script =>
            script.On("inventory_service/try", new Behaviour.Refuses("insufficient_inventory")).On("payment_service/cancel", EndsOtherwise)),
        ["tcc scheduled_cancelled"] = new(SourceReservations.Define) { StartsIn = TimeSpan.FromSeconds(10), Meanwhile = CancelAsync },
        ["tcc running"] = new(SourceReservations.Define) { Arrange = script => script.On("inventory_service/try", Fails, Hangs), After = TimeSpan.FromSeconds(1) },
    };

    private static readonly Dictionary<string, Lazy<JsonObject>> Made = Runs.ToDictionary(run => run.Key, run => new Lazy<JsonObject>(run.Value.Document));

    public static IEnumerable<string> Names => Runs.Keys;

    /// <summary>A form's document of an outcome. Its run is made once; what its records say is told anew to each test that asks.</summary>
    public static JsonObject Of(string name) => KeptDocument.ToldAgain(Made[name].Value);

    public static void OutOfStock(Script script) => script.On("reserve_inventory/action", new Behaviour.Refuses("insufficient_inventory"));

    private static EvidenceRun Saga(Action<Script> arrange) => new(SourceOrders.Define) { Arrange = arrange };

    /// <summary>Somebody answers, unless said otherwise in the second round.</summary>
    private static EvidenceRun Waits(Signal signal, TimeSpan? after = null) => new(SourceOrders.DefineWaiting)
    {
        Meanwhile = async world =>
        {
            await Task.Delay(after ?? TimeSpan.FromSeconds(7), world.Time);
            Assert.IsType<SignalResult.Recorded>(await world.Client.SignalAsync(TransactionId.Parse(EvidenceRun.Id), signal));
        },
    };

    private static EvidenceRun Rides(Signal signal) => Waits(signal) with { View = EvidenceView.Steps };

    private static EvidenceRun Vote(Action<Script> arrange) => new(SourceBanks.Define) { Arrange = arrange };

    private static EvidenceRun Ledger(BankReports reports) => new(script => SourceBanks.DefineWithLedger(script, reports));

    private static void RefusesBoth(Script script, string one, string other, string reason) =>
        script.On(one, new Behaviour.Refuses(reason)).On(other, new Behaviour.Refuses(reason));

    private static EvidenceRun Reservation(Action<Script> arrange) => new(SourceReservations.Define) { Arrange = arrange };

    /// <summary>The driver goes away while a call is out, and another takes over.</summary>
    private static EvidenceRun TakenOver(Func<Script, Workflow> define, string call, TimeSpan? away = null)
    {
        Workflow? workflow = null;
        return new(script => workflow = define(script))
        {
            Arrange = script => script.On(call, Hangs, Behaviour.Answers),
            Meanwhile = async world =>
            {
                await Task.Delay(TimeSpan.FromMilliseconds(500), world.Time);
                await EvidenceRun.CrashAsync(world, workflow!, away ?? TimeSpan.FromSeconds(5));
            },
        };
    }

    /// <summary>It is stuck on a call, and somebody acts.</summary>
    private static EvidenceRun Resolved(Func<Script, Workflow> define, string call, Resolution resolution) => new(define)
    {
        Arrange = script => script.On(call, Fails, Fails, Fails, Behaviour.Answers),
        Meanwhile = async world =>
        {
            await Task.Delay(TimeSpan.FromMilliseconds(600), world.Time);
            Assert.IsType<ResolveResult.Recorded>(await world.Client.ResolveAsync(TransactionId.Parse(EvidenceRun.Id), resolution));
        },
    };

    private static async Task CancelAsync(World world)
    {
        await Task.Delay(TimeSpan.FromMilliseconds(110), world.Time);
        await world.Client.CancelAsync(TransactionId.Parse(EvidenceRun.Id), "customer_changed_mind", "support");
    }
}
