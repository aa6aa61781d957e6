using System.Diagnostics;

namespace ServerlessTx.Explorer;

/// <summary>
/// Visits every state that a scenario can come to, in the order of their distance from the begin, so that the first order that breaks a rule is a
/// shortest. A state is judged once, and from each the faults are healed and an end is demanded.
/// </summary>
internal sealed class Search
{
    private readonly Exploration _scenario;
    private readonly IStage _stage;
    private readonly Healing _healing;
    private readonly HashSet<UInt128> _visited = [];
    private readonly List<(int From, int Move)> _arrivals = [];

    /// <summary>A rule that is broken when the faults are over. Whoever heals takes his own way, so there may be a shorter one.</summary>
    private Violation? _afterHealing;

    public Search(Exploration scenario)
    {
        (_scenario, _stage) = (scenario, scenario.Set());
        _healing = new Healing(_stage);
    }

    /// <param name="most">How many states are visited at most; a search that would go on is not exhaustive, and says so.</param>
    public SearchResult Run(int most)
    {
        var clock = Stopwatch.StartNew();
        var frontier = new Queue<(int Number, int Depth, State State)>();
        var violation = Visit(_stage.Begin, from: -1, move: 0, depth: 0, frontier);
        while (violation is null && frontier.TryDequeue(out var at) && _visited.Count < most && at.Depth + 1 < (_afterHealing?.Trace.Count ?? int.MaxValue))
        {
            var move = 0;
            foreach (var (made, next) in _stage.Moves(at.State))
            {
                violation = made.Breach is { } breach
                    ? new Violation(breach, [.. Trace(at.Number), made], next)
                    : Visit(next, at.Number, move++, at.Depth + 1, frontier);
                if (violation is not null)
                    break;
            }
        }

        violation ??= _afterHealing;
        return new SearchResult
        {
            Scenario = _scenario,
            States = _visited.Count,
            IsWhole = violation is null && frontier.Count == 0,
            Runs = _stage.Runs,
            Ends = _stage.Ends,
            Seconds = clock.Elapsed.TotalSeconds,
            Violation = violation,
        };
    }

    public string Describe(Violation violation) => _stage.Describe(violation);

    private Violation? Visit(State state, int from, int move, int depth, Queue<(int Number, int Depth, State State)> frontier)
    {
        if (!_visited.Add(state.Key()))
            return null;
        _arrivals.Add((from, move));
        var number = _arrivals.Count - 1;
        if (_stage.Fault(state) is { } fault)
            return new Violation(fault, Trace(number), state);
        if (_afterHealing is null && _healing.Fault(state) is { } fails)
        {
            fails = fails with { Trace = [.. Trace(number), .. fails.Trace] };
            if (fails.IsStanding)
                return fails;
            _afterHealing = fails;
        }

        frontier.Enqueue((number, depth, state));
        return null;
    }

    /// <summary>The moves to a state, found again by their numbers.</summary>
    private List<Move> Trace(int number)
    {
        var moves = new List<int>();
        for (var at = number; _arrivals[at].From >= 0; at = _arrivals[at].From)
            moves.Add(_arrivals[at].Move);
        moves.Reverse();
        var (trace, state) = (new List<Move>(), _stage.Begin);
        foreach (var move in moves)
        {
            var (made, next) = _stage.Moves(state).ElementAt(move);
            trace.Add(made);
            state = next;
        }

        return trace;
    }
}
