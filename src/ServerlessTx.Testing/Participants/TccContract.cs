namespace ServerlessTx.Testing;

/// <summary>The contract of a participant of a TCC.</summary>
public sealed class TccContract<TInput> : ContractOf<TInput, ITccParticipant<TInput>>
{
    private protected override IReadOnlyList<Scenario> All => [.. CommonScenarios.All, .. VoteScenarios.All];

    private protected override VoteVerbs Verbs => new(Phase.Try, Phase.Confirm, Phase.Cancel);

    private protected override IReadOnlyDictionary<Phase, Handler> HandlersOf(ITccParticipant<TInput> participant) => Handlers.Tcc(participant);
}
