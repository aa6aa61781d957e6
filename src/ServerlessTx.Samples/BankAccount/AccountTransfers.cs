namespace ServerlessTx.Samples;

/// <summary>Money between two accounts, as each of the three protocols moves it.</summary>
public static class AccountTransfers
{
    /// <summary>Taken, then put in; where that is refused, an event gives it back.</summary>
    public static Saga<TransferMoney> BySaga(DebitedAccount from, CreditedAccount to, CallPolicy? policy = null) => Saga
        .For<TransferMoney>("account_transfer_saga", version: 1, policy)
        .Step<AccountMoved>("debited_account", "withdraw", from.WithdrawAsync, undo: "refund", from.RefundAsync)
        .Pivot<AccountMoved>("credited_account", "deposit", to.DepositAsync);

    /// <summary>Held on both sides, then moved on both or released on both.</summary>
    public static Tcc<TransferMoney> ByTcc(DebitedAccount from, CreditedAccount to, CallPolicy? policy = null) => Tcc
        .For<TransferMoney>("account_transfer_tcc", version: 1, policy)
        .Participant("debited_account", from)
        .Participant("credited_account", to);

    /// <summary>Both accounts vote, and wait for the decision with what they hold.</summary>
    public static TwoPhaseCommit<TransferMoney> ByTwoPhaseCommit(DebitedAccount from, CreditedAccount to, CallPolicy? policy = null) => TwoPhaseCommit
        .For<TransferMoney>("account_transfer_2pc", version: 1, policy)
        .Participant("debited_account", from)
        .Participant("credited_account", to);
}
