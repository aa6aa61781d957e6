namespace ServerlessTx.Explorer;

/// <summary>Calls under limits: from each state the moves that lead on.</summary>
internal sealed class LimitStage : IStage
{
    public const string Workflow = "limited";
    public const string Limited = "a_service";
    public const string LimitedBranch = "a";

    private static readonly CallPolicy Policy = new() { Attempts = 2, TimeoutMs = 1_000, FirstDelayMs = 100, MaxDelayMs = 1_000 };

    /// <summary>A turn's, for calls of that policy.</summary>
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(11);

    private readonly LimitScenario _scenario;
    private readonly LimitRoles _roles;
    private readonly Storage _storage = new();
    private readonly TransactionSubject _subject;
    private readonly Actors _actors;
    private readonly LimitOracle _oracle;
    private readonly Dictionary<string, HashSet<int>> _ends = [];

    public LimitStage(LimitScenario scenario)
    {
        var desk = new CallDesk();
        var service = new Service(desk);
        _scenario = scenario;
        _roles = new LimitRoles(scenario.Limits);
        _subject = new TransactionSubject(
            Saga.For<Purchase>(Workflow, 1, Policy, TimeSpan.FromHours(1))
                .Step<Receipt>(Limited, LimitedBranch, service.DoAsync, undo: "undo_a", service.UndoAsync)
                .Step<Receipt>("b_service", "b", service.DoAsync, undo: "undo_b", service.UndoAsync),
            step: Lease + TimeSpan.FromSeconds(1));
        _actors = new Actors(_subject, desk, isStampedApart: false);
        _oracle = new LimitOracle(scenario.Limits, _subject);
        Begin = new State
        {
            Evidence = _storage.Empty,
            Services = [_storage.Empty, _storage.Empty],
            Actors = [.. scenario.Now(_roles).Select(_actors.Begin)],
            Loose = [],
            Faults = default,
            Moment = 0,
        };
    }

    public State Begin { get; }

    public int MostMovesToGoal => 250;

    public long Runs => _actors.Runs;

    public IReadOnlyList<(string End, int Count)> Ends => [.. _ends.OrderBy(end => end.Key, StringComparer.Ordinal).Select(end => (end.Key, end.Value.Count))];

    public IEnumerable<(Move Move, State Next)> Moves(State before)
    {
        for (var actor = 0; actor < before.Actors.Count; actor++)
        {
            if (before.Actors[actor] is not { IsDone: false, Waits: [var waiting] } standing)
                continue;
            IEnumerable<(Move Move, State Next)> moves = [.. Delivered(before, actor, waiting), Vanished(before, actor, standing.Role)];
            foreach (var move in moves.Where(move => move.Next.Faults.Fits(_scenario.Bounds)))
                yield return move;
        }

        if (before.Moment < _scenario.Leases)
            yield return TimePassed(before);
    }

    /// <summary>One behind the other, and in turn; time goes on when nobody can do anything but wait.</summary>
    public (Move Move, State Next)? Healing(State before)
    {
        var actor = before.Actors.ToList().FindIndex(standing => !standing.IsDone);
        if (actor < 0)
            return IsHealed(before) ? null : (new Move(MoveKind.Healed, _roles.Healer.Name), before.With(_actors.Begin(_roles.Healer)));
        if (IsAtAStand(before))
            return TimePassed(before);
        var (move, next) = Quiet(before, actor);
        return (move, next with { Actors = [.. next.Actors.Where((_, i) => i != actor), next.Actors[actor]] });
    }

    public string? Fault(State state)
    {
        var underWay = state.Actors.Where(actor => actor.Waits is [{ Request: Request.Ask }] && _subject.At(actor.Last!.Moment) + Lease > _subject.At(state.Moment));
        var waiting = IsAtAStand(state) ? state.Actors.Where(actor => !actor.IsDone) : [];
        return state.Actors.Where(actor => actor.Failure is not null).Select(actor => $"{actor.Role.Name} failed: {actor.Failure}").FirstOrDefault()
            ?? _oracle.Fault(state, [.. underWay.Select(CallOf)], [.. waiting.Select(CallOf)]);
    }

    /// <summary>All have made their calls but those that vanished, and somebody who came behind them, too.</summary>
    public bool IsGoal(State state)
    {
        var isGoal = IsHealed(state) && state.Actors.All(actor => actor.IsDone);
        if (isGoal)
            Count(state);
        return isGoal;
    }

    public string Describe(Violation violation) => TraceText.Of(violation, [.. _oracle.Transcript(violation.State)]);

    private IEnumerable<(Move Move, State Next)> Delivered(State before, int actor, Waiting waiting)
    {
        var (move, after) = Quiet(before, actor);
        yield return (move, after);
        var who = before.Actors[actor].Role.Name;
        if (waiting.Request is Request.Ask)
        {
            var silent = before.Faults.OneSilenceMore;
            yield return (move with { Kind = MoveKind.AnswerLost }, (after with { Faults = silent }).With(actor, Next(before, actor, waiting, new Response.Broken())));
        }

        if (waiting.Request is not Request.Commit)
            yield break;
        var (lost, gone) = (before.Faults.OneStoreLossMore, Next(before, actor, waiting, new Response.Unavailable()));
        if (after.Evidence != before.Evidence)
            yield return (new Move(MoveKind.LandedUnheard, who, waiting.Request), (after with { Faults = lost }).With(actor, gone));
        yield return (new Move(MoveKind.NeverLanded, who, waiting.Request), (before with { Faults = lost }).With(actor, gone));
    }

    /// <summary>Nothing goes wrong.</summary>
    private (Move Move, State Next) Quiet(State before, int actor)
    {
        var waiting = before.Actors[actor].Waits[0];
        var (who, ask) = (before.Actors[actor].Role.Name, waiting.Request as Request.Ask);
        var (rows, response) = ask is null
            ? _storage.Do(before.Evidence, waiting.Request, waiting.Content)
            : _storage.Arrive(before.Services[IndexOf(ask)], ask, waiting.Content, isWilling: true);
        var after = ask is null ? before with { Evidence = rows } : before.With(IndexOf(ask), rows);
        return (new Move(ask is null ? MoveKind.Stored : MoveKind.Answered, who, waiting.Request, response), after.With(actor, Next(before, actor, waiting, response)));
    }

    private (Move Move, State Next) Vanished(State before, int actor, Role role) => (
        new Move(MoveKind.Vanished, role.Name),
        (before with { Faults = before.Faults.OneCrashMore }).With(actor, _actors.Gone(role)));

    private static (Move Move, State Next) TimePassed(State before) => (new Move(MoveKind.TimePassed, "time"), before with { Moment = before.Moment + 1 });

    /// <summary>Whatever anybody does, it changes nothing.</summary>
    private bool IsAtAStand(State state) => Enumerable.Range(0, state.Actors.Count)
        .All(actor => state.Actors[actor].IsDone || (state.Actors[actor].Waits is [{ Request: Request.Read }] && Quiet(state, actor).Next.Key() == state.Key()));

    private bool IsHealed(State state) => state.Actors.Any(actor => actor.Role == _roles.Healer);

    private void Count(State state)
    {
        var made = state.Services.Sum(rows => rows.Rows.Count(row => row.Key.StartsWith(RowKinds.Barrier, StringComparison.Ordinal)));
        if (!_ends.TryGetValue($"with {made} calls made", out var ends))
            _ends.Add($"with {made} calls made", ends = []);
        ends.Add(state.Evidence.Id);
    }

    private Situation Next(State before, int actor, Waiting waiting, Response response) => _actors.Next(before.Actors[actor], waiting, response, before.Moment);

    private LimitedCall CallOf(Situation actor) => _roles.CallOf(actor.Role);

    private static int IndexOf(Request.Ask ask) => ask.Call.Branch == LimitedBranch ? 0 : 1;
}
