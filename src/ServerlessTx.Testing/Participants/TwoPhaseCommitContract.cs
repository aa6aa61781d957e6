namespace ServerlessTx.Testing;

/// <summary>The contract of a participant of a two-phase commit.</summary>
public sealed class TwoPhaseCommitContract<TInput> : ContractOf<TInput, IResourceManager<TInput>>
{
    private protected override IReadOnlyList<Scenario> All => [.. CommonScenarios.All, .. VoteScenarios.All];

    private protected override VoteVerbs Verbs => new(Phase.Prepare, Phase.Commit, Phase.Abort);

    private protected override IReadOnlyDictionary<Phase, Handler> HandlersOf(IResourceManager<TInput> participant) => Handlers.TwoPhaseCommit(participant);
}
