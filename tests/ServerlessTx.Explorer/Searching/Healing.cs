namespace ServerlessTx.Explorer;

/// <summary>From a state on nothing goes wrong any more and somebody drives: it must come to its goal within a bound.</summary>
internal sealed class Healing(IStage stage)
{
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
            if (stage.IsGoal(state))
                break;
            if (trace.Count > stage.MostMovesToGoal)
                return new Violation($"it does not end within {stage.MostMovesToGoal} moves when the faults are over", trace, state) { IsStanding = true };
            if (stage.Healing(state) is not var (move, next))
                return new Violation("nothing is left that could happen, and it has not come to its goal", trace, state) { IsStanding = true };
            trace.Add(move);
            state = next;
            if ((move.Breach ?? stage.Fault(state)) is { } fault)
                return new Violation($"when the faults are over: {fault}", trace, state);
        }

        _heals.UnionWith(passed);
        return null;
    }
}
