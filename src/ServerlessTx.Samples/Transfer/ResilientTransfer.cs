namespace ServerlessTx.Samples;

/// <summary>
/// The source's mode transition: a transfer that is a two-phase commit while both databases answer, and goes on as a saga while one of them is
/// away. The ledger goes first, since it never refuses; so a refusal of the accounts takes back nobody's money.
/// </summary>
public static class ResilientTransfer
{
    public const string Name = "resilient_transfer";

    public static ModeGroup Declare(AccountsDb accounts, LedgerDb ledger, CallPolicy? policy = null, ModeTerms? terms = null) =>
        Declare((accounts, accounts), (ledger, ledger), accounts, policy, terms);

    /// <summary>Over whatever databases: each as it votes, and as it does its part by itself.</summary>
    internal static ModeGroup Declare(
        (IResourceManager<TransferMoney> Manager, IDegradedSide<TransferMoney> Side) accounts,
        (IResourceManager<TransferMoney> Manager, IDegradedSide<TransferMoney> Side) ledger,
        IEscrowOwner escrow, CallPolicy? policy, ModeTerms? terms) => ModeGroup.For<TransferMoney>(
        TwoPhaseCommit.For<TransferMoney>(Name, version: 1, policy)
            .Participant(Transfer.Accounts, accounts.Manager)
            .Participant(Transfer.Ledger, ledger.Manager),
        terms ?? new ModeTerms(),
        new ModeSide<TransferMoney>(Transfer.Ledger, ledger.Side, new BufferTerms { HasLimits = false }),
        new ModeSide<TransferMoney>(Transfer.Accounts, accounts.Side, new BufferTerms { MostAmount = 10_000m }, escrow));
}
