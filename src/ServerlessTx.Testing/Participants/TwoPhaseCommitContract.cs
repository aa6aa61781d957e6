namespace ServerlessTx.Testing;

/// <summary>The contract of a participant of a two-phase commit.</summary>
public sealed class TwoPhaseCommitContract<TInput> : ContractOf<TInput, IResourceManager<TInput>>
{
    /// <summary>
    /// Whether what a prepare reports beside its yes is what it saw then: a database's log position, the locks that it lists. A repetition
    /// must vote the same and may report anew. Without it, it must report the same too.
    /// </summary>
    public bool AreReportsObserved { get; init; }

    private protected override IReadOnlyList<Scenario> All => [.. CommonScenarios.All, .. VoteScenarios.All];

    private protected override VoteVerbs Verbs => new(Phase.Prepare, Phase.Commit, Phase.Abort);

    private protected override bool ReportsMayDiffer => AreReportsObserved;

    private protected override IReadOnlyDictionary<Phase, Handler> HandlersOf(IResourceManager<TInput> participant) => Handlers.TwoPhaseCommit(participant);
}
