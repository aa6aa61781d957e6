namespace ServerlessTx.Explorer;

/// <summary>
/// From a state on nothing goes wrong any more and somebody drives: the transaction must come to its end within a bound. Where a call is never
/// answered that cannot be refused, it must be visibly stuck instead, and come to its end once a person has concluded it.
/// </summary>
internal sealed class Healing(World world, Oracle oracle, Scenario scenario)
{
    private const int MostMoves = 250;

    private readonly HashSet<UInt128> _heals = [];

    public Violation? Fault(State before)
    {
        var passed = new List<UInt128>();
        var trace = new List<Move>();
        // What went wrong before, and messages that are still on their way, change nothing of what drivers do now.
        var state = before with { Faults = default, Loose = [] };
        while (true)
        {
            var key = state.Key();
            if (_heals.Contains(key))
                break;
            passed.Add(key);
            if (IsGoal(state))
                break;
            if (trace.Count > MostMoves)
                return new Violation($"it does not end within {MostMoves} moves when the faults are over", trace, state) { IsStanding = true };
            if (world.Healing(state) is not var (move, next))
                return new Violation("nothing is left that could happen, and it has not come to its goal", trace, state) { IsStanding = true };
            trace.Add(move);
            state = next;
            if (oracle.Fault(state) is { } fault)
                return new Violation($"when the faults are over: {fault}", trace, state);
        }

        _heals.UnionWith(passed);
        return null;
    }

    private bool IsGoal(State state)
    {
        var evidence = world.Evidence.Of(state.Evidence);
        if (scenario is { NeverAnswers: { } silent, Concluded: null } && evidence.IsStuck)
            return evidence.End is null && silent.Phase.IsFirst() is false;
        return evidence.End is not null && state.Actors.All(actor => actor.IsDone || !actor.Role.IsDriver);
    }
}
