namespace ServerlessTx;

/// <summary>TCC and two-phase commit: ask all, decide, tell all. They differ in their verbs and in what a yes holds back from others.</summary>
internal static class VotingProtocol
{
    public static async Task<TransactionStatus> RunAsync(ITransactionContext tx, Definition vote, VotingVerbs verbs)
    {
        IEnumerable<PlannedCall> All(Phase phase) => vote.Branches.Select(branch => new PlannedCall(new CallName(branch.Branch, phase), vote.Policy));

        if (!await tx.OpenAsync())
            return verbs.EndNo;
        var votes = await tx.CallAllAsync(All(verbs.Ask));
        var missing = Answered.TurningBack(votes);
        var decision = await tx.DecideAsync(Slot.Outcome, missing is null ? verbs.Yes : verbs.No, missing?.TurnsBackBecause);
        await tx.CallAllAsync(All(decision == verbs.Yes ? verbs.TellYes : verbs.TellNo));
        return decision == verbs.Yes ? verbs.EndYes : verbs.EndNo;
    }
}

/// <summary>What a voting protocol calls its phases, decisions and ends.</summary>
internal sealed record VotingVerbs(
    Phase Ask, Decision Yes, Phase TellYes, TransactionStatus EndYes, Decision No, Phase TellNo, TransactionStatus EndNo)
{
    public static VotingVerbs Tcc { get; } = new(
        Phase.Try,
        Decision.Confirm, Phase.Confirm, TransactionStatus.Confirmed,
        Decision.Cancel, Phase.Cancel, TransactionStatus.Cancelled);

    public static VotingVerbs TwoPhaseCommit { get; } = new(
        Phase.Prepare,
        Decision.Commit, Phase.Commit, TransactionStatus.Committed,
        Decision.Abort, Phase.Abort, TransactionStatus.Aborted);
}
