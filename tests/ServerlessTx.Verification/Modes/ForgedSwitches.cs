using static ServerlessTx.Mode;
using static ServerlessTx.Verification.ModeActs;
using static ServerlessTx.Verification.ModeStream;

namespace ServerlessTx.Verification;

/// <summary>Switches that nobody made so, one for each branch of the rules.</summary>
internal static class ForgedSwitches
{
    private const string Follows = "switches_follow_each_other, ";
    public const string SaysWhy = "a_switch_says_why, ";
    private const string NothingWaits = "strict_only_when_nothing_waits, ";
    private const string Rises = "acknowledged_versions_rise, ";

    public static IReadOnlyList<ModeForgery> All =>
    [
        new("something stands before the declaration", h => h.Cut(0).Withdrawn("three").Declared(same => same), "a_group_is_declared_first, record 1: the first record does not say what the group is"),
        new("another group is declared", h => h.Declared(pay => pay with { Group = "überweisen" }), "a_group_is_declared_first, record 14: it speaks of 'überweisen', and the stream is that of 'pay'"),

        new("degraded twice", h => h.Cut(6).Lost(Degraded), Follows + "record 7: it goes from degraded to degraded, where the group is degraded"),
        new("strict straight from degraded", h => h.Cut(4).Heard("accounts", 4).Heard("ledger", 4).Strict(Degraded), Follows + "record 7: it goes from degraded to strict, where the group is degraded"),
        new("failing back from strict", h => h.Cut(3).Add(Ordered(Strict, FailingBack)), Follows + "record 4: it goes from strict to failing_back, where the group is strict"),
        new("failing back twice", h => h.Cut(7).Add(Ordered(FailingBack, FailingBack)), Follows + "record 8: it goes from failing_back to failing_back, where the group is failing_back"),
        new("strict twice", h => h.Heard("accounts", 13).Heard("ledger", 13).Strict(Strict), Follows + "record 16: it goes from strict to strict, where the group is strict"),
        new("from a mode that it was not in", h => h.Cut(3).Lost(FailingBack), Follows + "record 4: it goes from failing_back to degraded, where the group is strict"),

        new("degraded, and nobody away", h => h.Cut(3).Add(Ordered(Strict, Degraded)), SaysWhy + "record 4: in a degraded mode somebody is away"),
        new("failing back, and somebody away", h => h.Cut(6).Add(Ordered(Degraded, FailingBack, "accounts")), SaysWhy + "record 7: somebody is away from a mode that is not degraded"),
        new("strict, and somebody away", h => Switched(h, 13, strict => strict with { Away = ["ledger"] }), SaysWhy + "record 13: somebody is away from a mode that is not degraded"),
        new("a stranger away", h => h.Cut(3).Lost(Strict, "accounts", "archive"), SaysWhy + "record 4: whoever is away is no side of the group"),
        new("an operator without a name", h => Switched(h, 7, back => back with { By = null }), SaysWhy + "record 7: an operator says who and why"),
        new("an operator with an empty name", h => Switched(h, 7, back => back with { By = "" }), SaysWhy + "record 7: an operator says who and why"),
        new("an operator without a reason", h => Switched(h, 7, back => back with { Reason = null }), SaysWhy + "record 7: an operator says who and why"),
        new("an operator with an empty reason", h => Switched(h, 7, back => back with { Reason = "" }), SaysWhy + "record 7: an operator says who and why"),
        new("an operator where nobody ordered it", h => Switched(h, 4, lost => lost with { By = "ops" }), SaysWhy + "record 4: nobody ordered it, and somebody is named"),
        new("nobody's name where nobody ordered it", h => Switched(h, 13, strict => strict with { By = "" }), SaysWhy + "record 13: nobody ordered it, and somebody is named"),

        new("switched by an operator, though never to be", h => h.Cut(3).Declaring(Off).Lost(Strict), SaysWhy + "record 4: the group is declared as never to be switched"),
        new("switched by what was found, though never to be", h => h.Cut(4).Declaring(Off), SaysWhy + "record 4: the group is declared as never to be switched"),
        new("switched behind the word that it never is", h => h.Cut(6).Declared(Off).Back(), SaysWhy + "record 8: the group is declared as never to be switched"),
        new("found to be away, though an operator switches", h => h.Cut(4).Declaring(ByOperator), SaysWhy + "record 4: the group is declared as to be switched by an operator alone"),
        new("found to be back, though an operator switches", h => h.Cut(3).Declaring(ByOperator).Lost(Strict).Add(Healed(Found("accounts"))), SaysWhy + "record 5: the group is declared as to be switched by an operator alone"),

        new("nobody was found to be away", h => Switched(h, 4, lost => lost with { Findings = [] }), SaysWhy + "record 4: what was found does not say that these are away"),
        new("both were found to be away, and one is said to be", h => Switched(h.Cut(4), 4, lost => lost with { Findings = [Found("accounts", false), Found("ledger", false)] }), SaysWhy + "record 4: what was found does not say that these are away"),
        new("one was found to be away, and both are said to be", h => Switched(h.Cut(4), 4, lost => lost with { Away = ["accounts", "ledger"] }), SaysWhy + "record 4: what was found does not say that these are away"),
        new("failing back because somebody was lost", h => h.Cut(6).Add(Healed(Found("accounts")) with { Trigger = ModeTrigger.DatabasePartitionDetected }), SaysWhy + "record 7: what was found does not say that these are away"),
        new("away by no call", h => Switched(h, 4, lost => lost with { Findings = [Found("accounts", false) with { Probes = 0 }] }), SaysWhy + "record 4: what was found rests on no call"),
        new("one of two away by no call", h => Switched(h.Cut(4), 4, lost => lost with { Away = ["accounts", "ledger"], Findings = [Found("accounts", false), Found("ledger", false) with { Probes = 0 }] }), SaysWhy + "record 4: what was found rests on no call"),
        new("away by a call that was not made yet", h => Switched(h, 4, lost => lost with { Findings = [Found("accounts", false) with { Since = Start.AddMinutes(3).AddMilliseconds(1) }] }), SaysWhy + "record 4: what was found rests on no call"),

        new("degraded because somebody came back", h => h.Cut(7).Add(Healed(Found("accounts")) with { From = FailingBack, To = Degraded, Away = ["accounts"] }), SaysWhy + "record 8: what was found does not say that whoever was away is back"),
        new("back, and still not answering", h => h.Cut(6).Add(Healed(Found("ledger"), Found("accounts", false))), SaysWhy + "record 7: what was found does not say that whoever was away is back"),
        new("back and away at once", h => h.Cut(6).Add(Healed(Found("accounts"), Found("accounts", false))), SaysWhy + "record 7: what was found does not say that whoever was away is back"),
        new("back, and nobody looked", h => h.Cut(6).Add(Healed()), SaysWhy + "record 7: what was found does not say that whoever was away is back"),
        new("another one is back", h => h.Cut(6).Add(Healed(Found("ledger"))), SaysWhy + "record 7: what was found does not say that whoever was away is back"),
        new("back by no call", h => h.Cut(6).Add(Healed(Found("accounts") with { Probes = 0 })), SaysWhy + "record 7: what was found does not say that whoever was away is back"),
        new("back by a call that was not made yet", h => h.Cut(6).Add(Healed(Found("accounts") with { Since = Start.AddMinutes(6).AddMilliseconds(1) })), SaysWhy + "record 7: what was found does not say that whoever was away is back"),
        new("one of two is back", h => h.Cut(3).Lost(Strict, "accounts", "ledger").Add(Healed(Found("accounts"))), SaysWhy + "record 5: what was found does not say that whoever was away is back"),
        new("failing back because the buffers are empty", h => h.Cut(6).Add(Switch(Degraded, FailingBack, ModeTrigger.BuffersEmpty)), SaysWhy + "record 7: a group is strict again when its buffers are empty, and for nothing else"),
        new("strict by an operator's word", h => h.Cut(12).Add(Ordered(FailingBack, Strict)), SaysWhy + "record 13: a group is strict again when its buffers are empty, and for nothing else"),

        new("strict while an operation waits", h => h.Drop(10), NothingWaits + "record 12: 1 buffered operations wait"),
        new("strict while a side serves older modes", h => h.Drop(12), NothingWaits + "record 12: ledger has not acknowledged mode 7, and may serve an older one"),
        new("strict, and nobody has heard", h => h.Cut(10).Heard("ledger", 4).Strict(),
            NothingWaits + "record 12: ledger has not acknowledged mode 7, and may serve an older one",
            NothingWaits + "record 12: accounts has not acknowledged mode 7, and may serve an older one"),

        new("a mode heard that never was", h => h.Heard("accounts", 99), Rises + "record 14: accounts cannot have acknowledged mode 99 now"),
        new("a mode heard that is to come", h => h.Cut(6).Heard("accounts", 8).Back(), Rises + "record 7: accounts cannot have acknowledged mode 8 now"),
        new("a record heard that makes no mode", h => h.Cut(10).Heard("accounts", 5), Rises + "record 11: accounts cannot have acknowledged mode 5 now"),
        new("a mode heard twice", h => h.Heard("accounts", 7), Rises + "record 14: accounts cannot have acknowledged mode 7 now"),
        new("an older mode heard", h => h.Heard("accounts", 4), Rises + "record 14: accounts cannot have acknowledged mode 4 now"),
        new("a stranger heard", h => h.Heard("archive", 7), Rises + "record 14: archive cannot have acknowledged mode 7 now"),

        new("a stamp from before", h => h.Change<OperationApplied>(8, applied => applied with { At = Start.AddMinutes(6).AddMilliseconds(-1) }),
            "mode_records_are_stamped_in_order, record 8: it is stamped before the record in front of it"),
    ];

    public static ModeDeclaration Off(ModeDeclaration pay) => pay with { Switching = ModeSwitching.Off };

    public static ModeDeclaration ByOperator(ModeDeclaration pay) => pay with { Switching = ModeSwitching.ByOperator };

    public static ModeSwitched Healed(params IReadOnlyList<SideFinding> findings) => Switch(Degraded, FailingBack, ModeTrigger.DatabasePartitionHealed) with { Findings = findings };

    public static SideFinding Found(string side, bool available = true) => new(side, available, Start, 1);

    public static ModeStream Switched(ModeStream stream, int version, Func<ModeSwitched, ModeSwitched> change) => stream.Change(version, change);
}
