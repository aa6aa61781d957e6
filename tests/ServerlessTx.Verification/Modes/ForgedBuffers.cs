using static ServerlessTx.Mode;
using static ServerlessTx.Verification.ForgedSwitches;
using static ServerlessTx.Verification.ModeActs;
using static ServerlessTx.Verification.ModeStream;

namespace ServerlessTx.Verification;

/// <summary>Escrow and promises that nobody gave so, one for each branch of the rules.</summary>
internal static class ForgedBuffers
{
    private const string SetAside = "set_aside_as_it_was_wished, ";
    private const string ForWhoIsAway = "buffered_only_for_who_is_away, ";
    private const string Terms = "buffered_within_its_terms, ";
    private const string Exceeded = "escrow_is_never_exceeded, ";
    private const string Once = "each_operation_ends_once, ";
    private const string InOrder = "applied_in_order, ";
    private const string BySomebody = "conflicts_are_resolved_by_somebody, ";

    public static IReadOnlyList<ModeForgery> All =>
    [
        new("a wish while somebody is away", h => h.Cut(4).Wished(10), SetAside + "record 5: nothing can be set aside of a at accounts now"),
        new("a wish while the group fails back", h => h.Cut(7).Wished(10), SetAside + "record 8: nothing can be set aside of a at accounts now"),
        new("a wish for less than nothing", h => h.Wished(-0.01m), SetAside + "record 14: nothing can be set aside of a at accounts now"),
        new("a wish where there is no escrow", h => h.Wished(10, side: "ledger"), SetAside + "record 14: nothing can be set aside of a at ledger now"),
        new("a wish to a stranger", h => h.Wished(10, side: "archive"), SetAside + "record 14: nothing can be set aside of a at archive now"),
        new("set aside, and nobody wished it", h => h.SetAside(100, asked: 2, account: "b"), SetAside + "record 14: it answers no wish, or not the newest one, or one of another mode"),
        new("set aside by a wish that is none", h => h.Wished(100).SetAside(100, asked: 13), SetAside + "record 15: it answers no wish, or not the newest one, or one of another mode"),
        new("set aside behind a newer wish", h => h.Cut(2).Wished(50).SetAside(100, asked: 2), SetAside + "record 4: it answers no wish, or not the newest one, or one of another mode"),
        new("set aside in another mode", h => h.Cut(2).Lost(Strict).SetAside(100, asked: 2), SetAside + "record 4: it answers no wish, or not the newest one, or one of another mode"),
        new("a wish answered twice", h => h.SetAside(90, asked: 2), SetAside + "record 14: it answers no wish, or not the newest one, or one of another mode"),
        new("a wish answered twice in its own mode", h => h.Cut(3).SetAside(90, asked: 2), SetAside + "record 4: it answers no wish, or not the newest one, or one of another mode"),
        new("more set aside than was wished", h => h.Cut(2).SetAside(100.01m, asked: 2), SetAside + "record 3: 100.01 cannot stand there, where 100 is the most that was wished or stood"),
        new("more set aside than stood", h => h.Cut(3).Wished(60).SetAside(100.01m, asked: 4), SetAside + "record 5: 100.01 cannot stand there, where 100 is the most that was wished or stood"),
        new("less than nothing set aside", h => h.Cut(2).SetAside(-1, asked: 2), SetAside + "record 3: -1 cannot stand there, where 100 is the most that was wished or stood"),

        new("buffered while everybody is there", h => h.Cut(3).Promised("one", 1, 5), ForWhoIsAway + "record 4: it was buffered for accounts under mode 1, where the group is strict at mode 1"),
        new("buffered behind the switch back", h => h.Cut(8).Promised("three", 7, 1), ForWhoIsAway + "record 9: it was buffered for accounts under mode 7, where the group is failing_back at mode 7"),
        new("buffered while the group fails back and says that somebody is away", h => h.Cut(4).Add(Ordered(Degraded, FailingBack, "accounts")).Promised("one", 5, 5),
            SaysWhy + "record 5: somebody is away from a mode that is not degraded",
            ForWhoIsAway + "record 6: it was buffered for accounts under mode 5, where the group is failing_back at mode 5"),
        new("buffered under an older mode", h => h.Cut(4).Promised("one", 3, -60), ForWhoIsAway + "record 5: it was buffered for accounts under mode 3, where the group is degraded at mode 4"),
        new("buffered under a newer mode", h => h.Cut(4).Promised("one", 5, -60), ForWhoIsAway + "record 5: it was buffered for accounts under mode 5, where the group is degraded at mode 4"),
        new("buffered for a side that is there", h => h.Cut(4).PromisedByLedger("one", 4, -60), ForWhoIsAway + "record 5: it was buffered for ledger under mode 4, where the group is degraded at mode 4"),
        new("buffered for a stranger", h => h.Cut(4).Add(Buffered("one", 5) with { Side = "archive" }),
            ForWhoIsAway + "record 5: it was buffered for archive under mode 4, where the group is degraded at mode 4",
            Terms + "record 5: archive is no side of the group"),

        new("one more than may wait", h => h.Cut(6).Promised("three", 4, 1), Terms + "record 7: more than 2 operations wait for accounts"),
        new("more credit at once than may be moved", h => h.Cut(4).Promised("one", 4, 1000.01m), Terms + "record 5: it moves more than 1000"),
        new("more debit at once than may be moved", h => h.Cut(3).Lost(Strict, "ledger").PromisedByLedger("one", 4, -1000.01m), Terms + "record 5: it moves more than 1000"),
        new("more at once in the second of two movements", h => h.Cut(4).Promised("one", 4, 1, 1001), Terms + "record 5: it moves more than 1000"),

        new("more than the escrow", h => h.Cut(4).Promised("one", 4, -100.01m), Exceeded + "record 5: 100.01 is taken of a at accounts, where 100 is set aside"),
        new("escrow spent twice", h => h.Cut(6).Change<OperationBuffered>(6, two => two with { Movements = [new Movement("a", -41)] }), Exceeded + "record 6: 101 is taken of a at accounts, where 100 is set aside"),
        new("escrow spent twice by one operation", h => h.Cut(4).Promised("one", 4, -60, -41), Exceeded + "record 5: 101 is taken of a at accounts, where 100 is set aside"),
        new("a credit beside a debit that is too much", h => h.Cut(4).Promised("one", 4, -101, 50), Exceeded + "record 5: 101 is taken of a at accounts, where 100 is set aside"),
        new("a credit that waits, spent as if it were there", h => h.Cut(4).Promised("one", 4, 50).Promised("two", 4, -101), Exceeded + "record 6: 101 is taken of a at accounts, where 100 is set aside"),
        new("an account of which nothing is set aside", h => h.Cut(4).Add(Buffered("one") with { Movements = [new Movement("b", -1)] }), Exceeded + "record 5: 1 is taken of b at accounts, where 0 is set aside"),
        new("two accounts, each too much", h => h.Cut(4).Add(Buffered("one") with { Movements = [new Movement("b", -1), new Movement("a", -101)] }),
            Exceeded + "record 5: 1 is taken of b at accounts, where 0 is set aside", Exceeded + "record 5: 101 is taken of a at accounts, where 100 is set aside"),
        new("escrow that was wished away", h => h.Cut(3).Wished(10).Lost(Strict).Promised("one", 5, -11), Exceeded + "record 6: 11 is taken of a at accounts, where 10 is set aside"),
        new("escrow that one of several wishes took away", h => h.Cut(3).Wished(10).Wished(500).Lost(Strict).Promised("one", 6, -11), Exceeded + "record 7: 11 is taken of a at accounts, where 10 is set aside"),
        new("escrow that was only wished", h => h.Cut(3).Wished(500).Lost(Strict).Promised("one", 5, -101), Exceeded + "record 6: 101 is taken of a at accounts, where 100 is set aside"),
        new("escrow that was used up", h => h.Cut(8).Lost().Promised("three", 9, -1), Exceeded + "record 10: 41 is taken of a at accounts, where 40 is set aside"),
        new("escrow that was used up of a wish", h => h.Cut(3).Wished(50).Lost(Strict).Promised("one", 5, -30).Back().Applied("one").Lost().Promised("two", 9, -21),
            Exceeded + "record 10: 21 is taken of a at accounts, where 20 is set aside"),
        new("escrow used up by two debits of one operation", h => h.Cut(4).Promised("one", 4, -30, -30, 5).Back().Applied("one").Lost().Promised("two", 8, -41),
            Exceeded + "record 9: 41 is taken of a at accounts, where 40 is set aside"),

        new("promised twice", h => h.Cut(5).Promised("one", 4, -1), Once + "record 6: one was promised before, or never may be"),
        new("promised behind its withdrawal", h => h.Cut(5).Withdrawn("one").Promised("one", 4, -1), Once + "record 7: one was promised before, or never may be"),
        new("promised, and never may be", h => h.Cut(4).Withdrawn("one").Promised("one", 4, -1), Once + "record 6: one was promised before, or never may be"),
        new("applied twice", h => h.Cut(8).Applied("one"), Once + "record 9: one does not wait: it has ended, or was never promised"),
        new("applied and refused", h => h.Cut(8).Refused("one"), Once + "record 9: one does not wait: it has ended, or was never promised", BySomebody + "record 9: one is refused by nobody who may"),
        new("applied, and a conflict", h => h.Cut(8).Conflicted("one"), Once + "record 9: one does not wait: it has ended, or was never promised"),
        new("applied and tried again", h => h.Cut(8).Retried("one"), Once + "record 9: one does not wait: it has ended, or was never promised",
            BySomebody + "record 9: one is no conflict that is tried again for the first time"),
        new("applied and withdrawn", h => h.Cut(8).Withdrawn("one"), Once + "record 9: one does not wait: it has ended, or was never promised"),
        new("refused and applied", h => h.Cut(10).Applied("two"), Once + "record 11: two does not wait: it has ended, or was never promised"),
        new("withdrawn twice", h => h.Cut(6).Withdrawn("one").Withdrawn("one"), Once + "record 8: one does not wait: it has ended, or was never promised"),
        new("withdrawn and applied", h => h.Cut(7).Withdrawn("one").Applied("one"), Once + "record 9: one does not wait: it has ended, or was never promised"),
        new("applied, and nobody promised it", h => h.Cut(8).Applied("drei"), Once + "record 9: drei does not wait: it has ended, or was never promised"),

        new("applied while its side is away", h => h.Cut(6).Applied("one"), InOrder + "record 7: one was tried while the group is degraded"),
        new("refused by a side that is away", h => h.Cut(6).Conflicted("one"), InOrder + "record 7: one was tried while the group is degraded"),
        new("applied out of order", h => h.Cut(7).Applied("two"), InOrder + "record 8: two was tried before one, which waited longer"),
        new("refused out of order", h => h.Cut(7).Conflicted("two"), InOrder + "record 8: two was tried before one, which waited longer"),

        new("a conflict that is applied", h => h.Cut(9).Applied("two"), BySomebody + "record 10: two had been refused, and nobody had it tried again"),
        new("a conflict twice", h => h.Cut(9).Conflicted("two"), BySomebody + "record 10: two had been refused, and nobody had it tried again"),
        new("applied by an attempt that nobody asked for", h => h.Cut(7).Applied("one", attempt: 2), BySomebody + "record 8: it is of attempt 2 of one, and attempt 1 was due"),
        new("refused by an attempt that nobody asked for", h => h.Cut(7).Conflicted("one", attempt: 0), BySomebody + "record 8: it is of attempt 0 of one, and attempt 1 was due"),
        new("applied by the attempt that was refused", h => h.Cut(9).Retried("two").Applied("two"), BySomebody + "record 11: it is of attempt 1 of two, and attempt 2 was due"),
        new("tried again, and it is no conflict", h => h.Cut(7).Retried("one"), BySomebody + "record 8: one is no conflict that is tried again for the first time"),
        new("tried again twice", h => h.Cut(9).Retried("two").Retried("two", attempt: 3), BySomebody + "record 11: two is no conflict that is tried again for the first time"),
        new("a retry that counts too far", h => h.Cut(9).Retried("two", attempt: 3), BySomebody + "record 10: two is no conflict that is tried again for the first time"),
        new("a retry that does not count", h => h.Cut(9).Retried("two", attempt: 1), BySomebody + "record 10: two is no conflict that is tried again for the first time"),
        new("a second retry that counts from one", h => h.Cut(9).Retried("two").Conflicted("two", 2).Retried("two"), BySomebody + "record 12: two is no conflict that is tried again for the first time"),
        new("tried again by nobody", h => h.Cut(9).Retried("two", by: ""), BySomebody + "record 10: two is no conflict that is tried again for the first time"),
        new("tried again for no reason", h => h.Cut(9).Retried("two", reason: ""), BySomebody + "record 10: two is no conflict that is tried again for the first time"),
        new("refused without a conflict", h => h.Cut(8).Refused("two"), BySomebody + "record 9: two is refused by nobody who may"),
        new("refused by a rule that was not declared", h => h.Cut(8).Refused("two", by: "rule"), BySomebody + "record 9: two is refused by nobody who may"),
        new("refused without a conflict by somebody, though there is a rule", h => h.Cut(8).Declaring(Reversing).Refused("two"), BySomebody + "record 9: two is refused by nobody who may"),
        new("refused by nobody", h => h.Cut(9).Refused("two", by: ""), BySomebody + "record 10: two is refused by nobody who may"),
        new("refused for no reason", h => h.Cut(9).Refused("two", reason: ""), BySomebody + "record 10: two is refused by nobody who may"),
        new("refused by the rule for no reason", h => h.Cut(8).Declaring(Reversing).Refused("two", by: "rule", reason: ""), BySomebody + "record 9: two is refused by nobody who may"),
    ];

    public static ModeDeclaration Reversing(ModeDeclaration pay) => pay with { Conflicts = ConflictRule.Reverse };
}
