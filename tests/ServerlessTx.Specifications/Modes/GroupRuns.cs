using static ServerlessTx.Specifications.GroupRun;

namespace ServerlessTx.Specifications;

/// <summary>A group for each way in which it can stand.</summary>
internal static class GroupRuns
{
    /// <summary>Amounts are set aside, and the owner has not been heard of the last wish.</summary>
    public static GroupRun Strict() => new GroupRun()
        .Append(Declared())
        .Told(Ledger, 1).Told(Fees, 1).Told(Accounts, 1)
        .Wishes(Fees, "f", 20).SetsAside(Fees, "f", 20)
        .Wishes(Accounts, "b", 50).SetsAside(Accounts, "b", 50)
        .Wishes(Accounts, "a", 100).SetsAside(Accounts, "a", 100)
        .Wishes(Accounts, "c", 30);

    /// <summary>Two sides are away, one for longer; version 12.</summary>
    public static GroupRun Degraded() => Strict().IsParted(Mode.Strict, (Fees, 90), (Accounts, 120));

    /// <summary>One operation is withdrawn before anybody is back.</summary>
    public static GroupRun Buffering() => Degraded()
        .Told(Ledger, 12)
        .Buffers(12, "t1", Fees, new Movement("f", -5)).Buffers(12, "t1", Accounts, new Movement("a", -60))
        .Buffers(12, "t2", Accounts, new("b", -30), new("a", 30))
        .Buffers(12, "t3", Fees, new Movement("f", 3)).Buffers(12, "t3", Accounts, new Movement("a", -40))
        .Buffers(12, "t4", Fees, new Movement("f", -1)).Buffers(12, "t4", Accounts, new Movement("a", 10))
        .Buffers(12, "t5", Accounts, new Movement("b", -10)).Withdraws("t5", Accounts);

    /// <summary>Two sides have refused their parts of one transaction, and operations wait behind them; version 23.</summary>
    public static GroupRun Conflicting() => Buffering()
        .IsHealed()
        .Told(Fees, 12).Told(Accounts, 12)
        .Applies("t1", Fees, "lsn 0/16B3748").Conflicts("t3", Fees, "account_closed")
        .Applies("t1", Accounts, "lsn 0/2A00028").Applies("t2", Accounts, "lsn 0/2A00110").Conflicts("t3", Accounts, "account_frozen");

    /// <summary>One conflict is given up with the part that waits at another side, one is tried again and done.</summary>
    public static GroupRun StrictAgain() => Conflicting()
        .Append(
            new OperationWithdrawn { Operation = Name("t3", Fees), At = default },
            new OperationRefused { Operation = Name("t3", Accounts), By = "ann", Reason = "It stays frozen.", Reversed = [Ledger, Fees], At = default })
        .Conflicts("t4", Fees, "account_closed")
        .Append(new OperationRetried { Operation = Name("t4", Fees), Attempt = 2, By = "ann", Reason = "It is open again.", At = default })
        .Applies("t4", Fees, "lsn 0/16B3900", attempt: 2)
        .Applies("t4", Accounts, "lsn 0/2A00200")
        .Told(Ledger, 23).Told(Fees, 23).Told(Accounts, 23)
        .IsStrict();

    /// <summary>An operator switches, a side without limits is buffered for, the terms change meanwhile, and another side is lost on the way back.</summary>
    public static GroupRun Relapsed() => new GroupRun()
        .Append(Declared(switching: ModeSwitching.ByOperator, conflicts: ConflictRule.Reverse))
        .IsOrdered(Mode.Strict, Mode.Degraded, "The ledger is moved.", Ledger)
        .Buffers(2, "t1", Ledger, new("a", -60), new("b", 60)).Buffers(2, "t2", Ledger, new Movement("a", -10))
        .Append(Declared(conflicts: ConflictRule.Reverse))
        .IsOrdered(Mode.Degraded, Mode.FailingBack, "The ledger has moved.")
        .Append(new OperationRefused { Operation = Name("t1", Ledger), By = OperationRefused.Rule, Reason = "account_closed", Reversed = [Fees, Accounts], At = default })
        .IsParted(Mode.FailingBack, (Accounts, 15));

    /// <summary>The strict form reserves.</summary>
    public static GroupRun Reserving() => new GroupRun()
        .Append(Declared(Pattern.Tcc))
        .IsParted(Mode.Strict, (Accounts, 60))
        .IsHealed()
        .Told(Ledger, 3).Told(Fees, 3).Told(Accounts, 3)
        .IsStrict();

    public static GroupRun OfALaterVersion() =>
        Strict().AppendOfALaterVersion(new EscrowSetAside { Side = Accounts, Account = "c", Amount = 30, Asked = 11, At = default });

    private static ModeDeclared Declared(
        Pattern strict = Pattern.TwoPhaseCommit, ModeSwitching switching = ModeSwitching.Automatic, ConflictRule conflicts = ConflictRule.Operator) => new()
        {
            Declaration = new()
            {
                Group = "resilient_transfer",
                Strict = new("resilient_transfer", 1, strict, "f1"),
                Degraded = new("resilient_transfer_degraded", 1, Pattern.Saga, "f2"),
                Sides = [new(Ledger, 1000, 10_000, false, false), new(Fees, 10, 100, true, true), new(Accounts, 10, 1000, true, true)],
                Switching = switching,
                Conflicts = conflicts,
            },
            At = default,
        };
}
