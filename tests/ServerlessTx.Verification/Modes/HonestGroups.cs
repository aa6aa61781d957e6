using static ServerlessTx.Mode;
using static ServerlessTx.Verification.ForgedBuffers;
using static ServerlessTx.Verification.ForgedSwitches;
using static ServerlessTx.Verification.ModeStream;

namespace ServerlessTx.Verification;

/// <summary>What is just as it may be: beside each forgery the nearest that is none.</summary>
internal static class HonestGroups
{
    public static IReadOnlyList<ModeForgery> All =>
    [
        .. Enumerable.Range(1, 13).Select(version => new ModeForgery($"it has come to version {version}", h => h.Cut(version))),
        new("it is declared anew", h => h.Declared(pay => pay with { Sides = [pay.Sides[0], pay.Sides[1] with { MostOperations = 1 }] })),
        new("it is declared anew while somebody is away", h => h.Cut(4).Declared(Reversing).Promised("one", 4, -60)),
        new("lost again while it failed back", h => h.Cut(8).Lost().Promised("three", 9, 1).Back().Applied("two").Applied("three")),
        new("away and away again", h => h.Lost(Strict).Back().Heard("ledger", 15).Heard("accounts", 15).Strict()),
        new("both are away", h => h.Cut(3).Lost(Strict, "accounts", "ledger").Promised("one", 4, -100).PromisedByLedger("two", 4, -1000).PromisedByLedger("three", 4, 1000).PromisedByLedger("four", 4, -1).Promised("five", 4, 1000)),
        new("an operator switches alone", h => h.Cut(3).Declaring(ByOperator).Lost(Strict).Back().Heard("ledger", 5).Heard("accounts", 5).Strict()),
        new("declared as never to be switched on its way back", h => h.Cut(12).Declared(Off).Strict()),
        new("found by one call, at the very moment", h => Switched(h, 4, lost => lost with { Findings = [Found("accounts", false) with { Since = Start.AddMinutes(3) }, Found("ledger") with { Probes = 0, Since = Start.AddDays(1) }] })),
        new("whoever was away is found to be back", h => h.Cut(6).Add(Healed(Found("accounts") with { Since = Start.AddMinutes(6) }, Found("ledger")))),
        new("whoever was away is back, and another one is lost", h => h.Cut(6).Add(Healed(Found("ledger", false), Found("accounts")))),
        new("whoever was away is no side any more", h => h.Cut(4).Declared(pay => pay with { Sides = [pay.Sides[0]] }).Add(Healed(Found("ledger")))),
        new("modes are heard as they come", h => h.Cut(3).Heard("accounts", 1).Lost(Strict).Heard("accounts", 5).Back().Heard("ledger", 5).Heard("ledger", 7)),
        new("two records of one moment", h => h.Change<OperationApplied>(8, applied => applied with { At = Start.AddMinutes(6) })),

        new("nothing is wished for and set aside", h => h.Wished(0).SetAside(0, asked: 14)),
        new("less is wished for", h => h.Cut(3).Wished(40).SetAside(40, asked: 4).Lost(Strict).Promised("one", 6, -40)),
        new("less stands there than was wished", h => h.Cut(2).SetAside(70, asked: 2).Lost(Strict).Promised("one", 4, -70)),
        new("what stood before still stands", h => h.Cut(3).Wished(500).SetAside(100, asked: 4).Lost(Strict).Promised("one", 6, -100)),
        new("a wish that was not answered had been heard", h => h.Cut(3).Wished(150).Wished(120).SetAside(150, asked: 5).Lost(Strict).Promised("one", 7, -150)),
        new("several accounts", h => h.Cut(3).Wished(5, account: "ß").SetAside(5, asked: 4, account: "ß").Lost(Strict).Add(Buffered("one") with { ModeVersion = 6, Movements = [new("a", -100), new("ß", -5)] })),
        new("several accounts, one after the other", h => h.Cut(3).Wished(50, account: "ß").SetAside(50, asked: 4, account: "ß").Lost(Strict).Promised("one", 6, -60)
            .Add(Buffered("two") with { ModeVersion = 6, Movements = [new("ß", -50)] })),
        new("a wish was not heard back from", h => h.Cut(3).Wished(10).Lost(Strict).Promised("one", 5, -10)),
        new("all of it is spent", h => h.Cut(4).Promised("one", 4, -60, -40, 7)),
        new("as much is moved as may be", h => h.Cut(4).Promised("one", 4, 1000, 1000)),
        new("what is left of it is spent", h => h.Cut(8).Withdrawn("two").Lost().Promised("three", 10, -40)),
        new("what is left of a wish is spent", h => h.Cut(3).Wished(50).Lost(Strict).Promised("one", 5, -30).Back().Applied("one").Lost().Promised("two", 9, -20)),
        new("what was refused is spent again", h => h.Cut(10).Lost().Promised("three", 11, -40)),
        new("what was withdrawn is spent again", h => h.Cut(6).Withdrawn("one").Promised("three", 4, -60)),
        new("a credit was applied", h => h.Cut(4).Promised("one", 4, 500).Back().Applied("one").Lost().Promised("two", 8, -100)),
        new("a side without limits has debits applied", h => h.Cut(3).Lost(Strict, "ledger", "accounts").PromisedByLedger("one", 4, -900).Back().Applied("one").Lost(FailingBack, "ledger").PromisedByLedger("two", 8, -900)),
        new("another's debits are not its own", h => h.Cut(3).Lost(Strict, "ledger", "accounts").PromisedByLedger("one", 4, -900).Promised("two", 4, -100).Back().Applied("one").Applied("two")),

        new("a withdrawal comes first", h => h.Cut(4).Withdrawn("one")),
        new("it is withdrawn while it waits", h => h.Cut(7).Withdrawn("two").Applied("one")),
        new("each side has its own order", h => h.Cut(3).Lost(Strict, "ledger", "accounts").PromisedByLedger("one", 4, -1).Promised("two", 4, 1).Back().Applied("two").Applied("one")),
        new("a conflict holds up nobody", h => h.Cut(7).Conflicted("one").Applied("two")),
        new("what is tried again comes when it comes", h => h.Cut(7).Conflicted("one").Retried("one").Applied("two").Applied("one", 2)),
        new("what is tried again overtakes", h => h.Cut(7).Conflicted("one").Conflicted("two").Retried("two").Retried("one").Applied("two", 2).Applied("one", 2)),
        new("a conflict is tried again twice", h => h.Cut(9).Retried("two").Conflicted("two", 2).Retried("two", 3).Applied("two", 3)),
        new("a conflict is tried again and given up", h => h.Cut(9).Retried("two").Conflicted("two", 2).Refused("two")),
        new("a conflict is given up while its side is away again", h => h.Cut(9).Lost().Refused("two")),
        new("the rule gives it up", h => h.Cut(8).Declaring(Reversing).Refused("two", by: "rule")),
    ];
}
