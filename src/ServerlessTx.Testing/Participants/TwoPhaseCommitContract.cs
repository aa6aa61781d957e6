namespace ServerlessTx.Testing;

/// <summary>The contract of a participant of a two-phase commit.</summary>
public sealed class TwoPhaseCommitContract<TInput> : ParticipantContract
{
    /// <inheritdoc cref="SagaStepContract{TInput, TResult}.Input"/>
    public required TInput Input { get; init; }

    /// <inheritdoc cref="SagaStepContract{TInput, TResult}.RefusedInput"/>
    public TInput? RefusedInput { get; init; }

    /// <inheritdoc cref="SagaStepContract{TInput, TResult}.World"/>
    public required Func<CrashPoints, Task<ParticipantWorld<IResourceManager<TInput>>>> World { get; init; }

    private protected override IReadOnlyList<Scenario> All => [.. CommonScenarios.All, .. VoteScenarios.All];

    private protected override TrialSetup Setup => new(
        WireJson.ToElement(Input), RefusedInput is null ? null : WireJson.ToElement(RefusedInput), new VoteVerbs(Phase.Prepare, Phase.Commit, Phase.Abort), async points =>
        {
            var world = await World(points);
            return new TrialWorld(() => Handlers.TwoPhaseCommit(world.Start()), world.Effects);
        });
}
