namespace ServerlessTx.Testing;

/// <summary>A contract, and the participant that is held against it.</summary>
/// <typeparam name="TInput">The input of the workflow.</typeparam>
/// <typeparam name="TParticipant">The participant.</typeparam>
public abstract class ContractOf<TInput, TParticipant> : ParticipantContract
{
    private protected ContractOf()
    {
    }

    /// <summary>An input whose work is done, and could be done twice.</summary>
    public required TInput Input { get; init; }

    /// <summary>An input that is refused, if there is one.</summary>
    public TInput? RefusedInput { get; init; }

    /// <summary>Makes a fresh world, with nothing done.</summary>
    public required Func<CrashPoints, Task<ParticipantWorld<TParticipant>>> World { get; init; }

    private protected abstract VoteVerbs Verbs { get; }

    private protected virtual bool ReportsMayDiffer => false;

    private protected override TrialSetup Setup => new(
        WireJson.ToElement(Input), RefusedInput is null ? null : WireJson.ToElement(RefusedInput), Verbs, ReportsMayDiffer, async points =>
        {
            var world = await World(points);
            return new TrialWorld(() => HandlersOf(world.Start()), world.Effects);
        });

    private protected abstract IReadOnlyDictionary<Phase, Handler> HandlersOf(TParticipant participant);
}
