namespace ServerlessTx.Testing;

/// <summary>The contract of a saga's step that can be undone.</summary>
public sealed class SagaStepContract<TInput, TResult> : ContractOf<TInput, SagaStep<TInput, TResult>>
{
    private protected override IReadOnlyList<Scenario> All => [.. CommonScenarios.All, .. StepScenarios.All];

    private protected override VoteVerbs Verbs => new(Phase.Action, null, Phase.Undo);

    private protected override IReadOnlyDictionary<Phase, Handler> HandlersOf(SagaStep<TInput, TResult> participant) =>
        Handlers.Step(participant.Action, participant.Undo);
}
