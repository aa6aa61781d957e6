namespace ServerlessTx.Testing;

/// <summary>The contract of a participant of a TCC.</summary>
public sealed class TccContract<TInput> : ParticipantContract
{
    /// <inheritdoc cref="SagaStepContract{TInput, TResult}.Input"/>
    public required TInput Input { get; init; }

    /// <inheritdoc cref="SagaStepContract{TInput, TResult}.RefusedInput"/>
    public TInput? RefusedInput { get; init; }

    /// <inheritdoc cref="SagaStepContract{TInput, TResult}.World"/>
    public required Func<CrashPoints, Task<ParticipantWorld<ITccParticipant<TInput>>>> World { get; init; }

    private protected override IReadOnlyList<Scenario> All => [.. CommonScenarios.All, .. VoteScenarios.All];

    private protected override TrialSetup Setup => new(
        WireJson.ToElement(Input), RefusedInput is null ? null : WireJson.ToElement(RefusedInput), new VoteVerbs(Phase.Try, Phase.Confirm, Phase.Cancel), async points =>
        {
            var world = await World(points);
            return new TrialWorld(() => Handlers.Tcc(world.Start()), world.Effects);
        });
}
