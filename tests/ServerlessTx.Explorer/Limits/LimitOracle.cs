namespace ServerlessTx.Explorer;

/// <summary>Judges limits by what anybody can see of them.</summary>
internal sealed class LimitOracle(IReadOnlyList<ConcurrencyLimit> limits, TransactionSubject subject)
{
    private readonly Dictionary<(int Rows, int Moment), IReadOnlyList<LimitView>> _seen = [];

    /// <summary>What is wrong, or nothing.</summary>
    /// <param name="state">The state.</param>
    /// <param name="underWay">The calls that are being made, their leases not over.</param>
    /// <param name="waiting">Those that can do nothing but wait.</param>
    public string? Fault(State state, IReadOnlyList<LimitedCall> underWay, IReadOnlyList<LimitedCall> waiting)
    {
        var seen = SeenIn(state);
        return seen.Where(limit => limit.UnderWay.Count > limit.AtOnce).Select(limit => $"{limit.UnderWay.Count} have a turn of {limit.Name}, and {limit.AtOnce} may").FirstOrDefault()
            ?? underWay.SelectMany(call => seen.Where(limit => IsOf(limit, call) && !IsIn(limit.UnderWay, call)).Select(limit => $"{call.Key} is under way within its lease, and has no turn of {limit.Name}")).FirstOrDefault()
            ?? waiting.Where(call => !seen.Any(limit => IsIn(limit.Waiting, call))).Select(call => $"{call.Key} waits, and nobody sees it").FirstOrDefault();
    }

    /// <summary>Who is under way and who waits, as a person reads it.</summary>
    public IEnumerable<string> Transcript(State state) => SeenIn(state).Select(limit =>
        $"{limit.Name,-19}{limit.AtOnce} at once; under way: {Calls(limit.UnderWay)}; waiting: {Calls(limit.Waiting)}");

    private IReadOnlyList<LimitView> SeenIn(State state)
    {
        var at = (state.Evidence.Id, state.Moment);
        if (!_seen.TryGetValue(at, out var seen))
            _seen.Add(at, seen = LimitHost.See(limits, state.Evidence, subject, subject.At(state.Moment)));
        return seen;
    }

    private static bool IsOf(LimitView limit, LimitedCall call) => limit.Of is LimitOf.Workflow || call.Branch == LimitStage.LimitedBranch;

    private static bool IsIn(IReadOnlyList<TurnView> turns, LimitedCall call) => turns.Any(turn => turn.Call == call.Key);

    private static string Calls(IReadOnlyList<TurnView> turns) => turns.Count == 0 ? "nobody" : string.Join(", ", turns.Select(turn => turn.Call));
}
