using static ServerlessTx.Verification.ModeStream;

namespace ServerlessTx.Verification;

/// <summary>What happens to a group, in a word each: at the end of its stream, rightly unless it is said otherwise.</summary>
internal static class ModeActs
{
    public static ModeStream Declared(this ModeStream stream, Func<ModeDeclaration, ModeDeclaration> change) =>
        stream.Add(new ModeDeclared { Declaration = change(Declaration), At = default });

    /// <summary>The first declaration, changed.</summary>
    public static ModeStream Declaring(this ModeStream stream, Func<ModeDeclaration, ModeDeclaration> change) =>
        stream.Change<ModeDeclared>(1, declared => declared with { Declaration = change(declared.Declaration) });

    public static ModeSwitched Switch(Mode from, Mode to, ModeTrigger trigger, params IReadOnlyList<string> away) =>
        new() { From = from, To = to, Trigger = trigger, Away = away, Findings = [], At = default };

    public static ModeSwitched Ordered(Mode from, Mode to, params IReadOnlyList<string> away) =>
        Switch(from, to, ModeTrigger.Operator, away) with { By = "ops", Reason = "maintenance" };

    /// <summary>Lost again, by an operator's word.</summary>
    public static ModeStream Lost(this ModeStream stream, Mode from = Mode.FailingBack, params string[] away) =>
        stream.Add(Ordered(from, Mode.Degraded, away is [] ? ["accounts"] : away));

    public static ModeStream Back(this ModeStream stream) => stream.Add(Ordered(Mode.Degraded, Mode.FailingBack));

    public static ModeStream Heard(this ModeStream stream, string side, long version) =>
        stream.Add(new ModeAcknowledged { Side = side, ModeVersion = version, At = default });

    public static ModeStream Strict(this ModeStream stream, Mode from = Mode.FailingBack) => stream.Add(Switch(from, Mode.Strict, ModeTrigger.BuffersEmpty));

    public static ModeStream Wished(this ModeStream stream, decimal amount, string account = "a", string side = "accounts") =>
        stream.Add(new EscrowAsked { Side = side, Account = account, Amount = amount, By = "ops", At = default });

    public static ModeStream SetAside(this ModeStream stream, decimal amount, long asked, string account = "a") =>
        stream.Add(new EscrowSetAside { Side = "accounts", Account = account, Amount = amount, Asked = asked, At = default });

    /// <summary>For the accounts' side, of account a.</summary>
    public static ModeStream Promised(this ModeStream stream, string operation, long mode, params IReadOnlyList<decimal> amounts) =>
        stream.Add(Buffered(operation, amounts) with { ModeVersion = mode });

    /// <summary>For the ledger's side, which has no limits.</summary>
    public static ModeStream PromisedByLedger(this ModeStream stream, string operation, long mode, decimal amount) =>
        stream.Add(Buffered(operation, amount) with { Side = "ledger", ModeVersion = mode });

    public static ModeStream Applied(this ModeStream stream, string operation, int attempt = 1) =>
        stream.Add(new OperationApplied { Operation = operation, Attempt = attempt, Receipt = "lsn 7", At = default });

    public static ModeStream Conflicted(this ModeStream stream, string operation, int attempt = 1) =>
        stream.Add(new OperationConflicted { Operation = operation, Attempt = attempt, Reason = "account_closed", At = default });

    public static ModeStream Retried(this ModeStream stream, string operation, int attempt = 2, string by = "ops", string reason = "opened again") =>
        stream.Add(new OperationRetried { Operation = operation, Attempt = attempt, By = by, Reason = reason, At = default });

    public static ModeStream Refused(this ModeStream stream, string operation, string by = "ops", string reason = "it stays closed") =>
        stream.Add(new OperationRefused { Operation = operation, By = by, Reason = reason, Reversed = ["ledger"], At = default });

    public static ModeStream Withdrawn(this ModeStream stream, string operation) => stream.Add(new OperationWithdrawn { Operation = operation, At = default });
}
