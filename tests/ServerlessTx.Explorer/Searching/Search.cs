using System.Diagnostics;

namespace ServerlessTx.Explorer;

/// <summary>
/// Visits every state that a scenario can come to, in the order of their distance from the begin, so that the first order that breaks a rule is a
/// shortest. A state is judged once, and from each the faults are healed and an end is demanded.
/// </summary>
internal sealed class Search
{
    private readonly Scenario _scenario;
    private readonly World _world;
    private readonly Oracle _oracle;
    private readonly Healing _healing;
    private readonly HashSet<UInt128> _visited = [];
    private readonly List<(int From, int Move)> _arrivals = [];

    /// <summary>A rule that is broken when the faults are over. Whoever heals takes his own way, so there may be a shorter one.</summary>
    private Violation? _afterHealing;

    public Search(Scenario scenario)
    {
        _scenario = scenario;
        _world = new World(scenario);
        _oracle = new Oracle(_world);
        _healing = new Healing(_world, _oracle, scenario);
    }

    /// <param name="most">How many states are visited at most; a search that would go on is not exhaustive, and says so.</param>
    public SearchResult Run(int most)
    {
        var clock = Stopwatch.StartNew();
        var frontier = new Queue<(int Number, int Depth, State State)>();
        var violation = Visit(_world.Begin, from: -1, move: 0, depth: 0, frontier);
        while (violation is null && frontier.TryDequeue(out var at) && _visited.Count < most && at.Depth + 1 < (_afterHealing?.Trace.Count ?? int.MaxValue))
        {
            var move = 0;
            foreach (var (_, next) in _world.Moves(at.State))
            {
                violation ??= Visit(next, at.Number, move++, at.Depth + 1, frontier);
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
            Runs = _world.Actors.Runs,
            Ends = [.. _world.Evidence.Ends],
            Seconds = clock.Elapsed.TotalSeconds,
            Violation = violation,
        };
    }

    public string Describe(Violation violation) => TraceText.Of(violation, _world);

    private Violation? Visit(State state, int from, int move, int depth, Queue<(int Number, int Depth, State State)> frontier)
    {
        if (!_visited.Add(state.Key()))
            return null;
        _arrivals.Add((from, move));
        var number = _arrivals.Count - 1;
        if (_oracle.Fault(state) is { } fault)
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
        var (trace, state) = (new List<Move>(), _world.Begin);
        foreach (var move in moves)
        {
            var (made, next) = _world.Moves(state).ElementAt(move);
            trace.Add(made);
            state = next;
        }

        return trace;
    }
}
