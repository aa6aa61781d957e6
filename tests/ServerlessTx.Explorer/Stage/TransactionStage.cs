namespace ServerlessTx.Explorer;

/// <summary>A transaction, with its child if it has one, and who acts on them.</summary>
internal sealed class TransactionStage : IStage
{
    private readonly Scenario _scenario;
    private readonly World _world;
    private readonly IReadOnlyList<Oracle> _oracles;
    private readonly FamilyOracle? _family;

    public TransactionStage(Scenario scenario)
    {
        (_scenario, _world) = (scenario, new World(scenario));
        _oracles = [.. _world.Subject.Members.Select(member => new Oracle(_world, member))];
        _family = _world.Subject.Child is { } child ? new FamilyOracle(_world, child) : null;
    }

    public State Begin => _world.Begin;

    public int MostMovesToGoal => 250;

    public long Runs => _world.Actors.Runs;

    public IReadOnlyList<(string End, int Count)> Ends => [.. _world.Evidence.Ends.Select(end => (end.End.Word(), end.Count))];

    public IEnumerable<(Move Move, State Next)> Moves(State before) => _world.Moves(before);

    public (Move Move, State Next)? Healing(State before) => _world.Healing(before);

    public string? Fault(State state) =>
        _oracles.Select(oracle => oracle.Fault(state)).FirstOrDefault(fault => fault is not null) ?? _family?.Fault(state);

    /// <summary>It has come to its end. Where a call is never answered that cannot be refused, it is visibly stuck instead, unless a person concludes it.</summary>
    public bool IsGoal(State state)
    {
        var evidence = _world.Evidence.OfHead(state.Evidence);
        if (_scenario is { NeverAnswers: { } silent, Concluded: null } && evidence.IsStuck)
            return evidence.End is null && silent.Phase.IsFirst() is false;
        return EvidenceReader.SoonestDue(state.Evidence) is null && state.Actors.All(actor => actor.IsDone || !actor.Role.IsDriver);
    }

    public string Describe(Violation violation) => TraceText.Of(violation, _world);
}
