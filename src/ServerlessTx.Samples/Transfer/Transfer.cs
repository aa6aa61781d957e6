namespace ServerlessTx.Samples;

/// <summary>The source's two-phase commit: the accounts and the ledger change together or not at all.</summary>
public static class Transfer
{
    public const string Accounts = "accounts_db";
    public const string Ledger = "ledger_db";

    public static TwoPhaseCommit<TransferMoney> Define(
        IResourceManager<TransferMoney> accounts, IResourceManager<TransferMoney> ledger, CallPolicy? policy = null) => TwoPhaseCommit
        .For<TransferMoney>("transfer", version: 1, policy)
        .Participant(Accounts, accounts)
        .Participant(Ledger, ledger);
}
