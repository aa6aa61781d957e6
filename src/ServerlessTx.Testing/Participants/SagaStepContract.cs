namespace ServerlessTx.Testing;

/// <summary>The contract of a saga's step that can be undone.</summary>
public sealed class SagaStepContract<TInput, TResult> : ParticipantContract
{
    /// <summary>An input whose work is done, and could be done twice.</summary>
    public required TInput Input { get; init; }

    /// <summary>An input that is refused, if there is one.</summary>
    public TInput? RefusedInput { get; init; }

    /// <summary>Makes a fresh world, with nothing done.</summary>
    public required Func<CrashPoints, Task<ParticipantWorld<SagaStep<TInput, TResult>>>> World { get; init; }

    private protected override IReadOnlyList<Scenario> All => [.. CommonScenarios.All, .. StepScenarios.All];

    private protected override TrialSetup Setup => new(
        WireJson.ToElement(Input), RefusedInput is null ? null : WireJson.ToElement(RefusedInput), new VoteVerbs(Phase.Action, null, Phase.Undo), async points =>
        {
            var world = await World(points);
            return new TrialWorld(
                () =>
                {
                    var step = world.Start();
                    return Handlers.Step(step.Action, step.Undo);
                },
                world.Effects);
        });
}
