namespace ServerlessTx.Explorer;

/// <summary>A group, its sides and whoever acts on them: from each state the moves that lead on.</summary>
internal sealed class ModeStage : IStage
{
    /// <summary>Where rows are, beside those of transactions.</summary>
    private static readonly string[] Partitions = [Till.Payee, Till.Payer, ModeStore.Partition];

    private readonly ModeScenario _scenario;
    private readonly Storage _storage = new();
    private readonly Dictionary<int, Request.Tell> _messages = [];
    private readonly TransactionSubject _subject;
    private readonly Actors _actors;
    private readonly ModeRoles _roles;
    private readonly ModeOracle _oracle;

    public ModeStage(ModeScenario scenario)
    {
        var desk = new CallDesk();
        var group = Payments.Over(new TillDesk(desk, scenario.IsProbed));
        _scenario = scenario;
        _roles = new ModeRoles(group);
        _subject = new TransactionSubject(group.Strict);
        _actors = new Actors(_subject, desk, isStampedApart: false);
        _oracle = new ModeOracle(_subject.Id.Partition);
        var begun = scenario.Before(_roles).Aggregate(
            new State { Evidence = _storage.Empty, Services = [.. Partitions.Select(_ => _storage.Empty)], Actors = [], Loose = [], Faults = default, Moment = 0 },
            Alone);
        Begin = begun with { Actors = [.. scenario.Now(_roles).Select(_actors.Begin)] };
    }

    public State Begin { get; }

    public int MostMovesToGoal => 1_000;

    public long Runs => _actors.Runs;

    public IReadOnlyList<(string End, int Count)> Ends => _oracle.Ends;

    public IEnumerable<(Move Move, State Next)> Moves(State before)
    {
        for (var actor = 0; actor < before.Actors.Count; actor++)
        {
            foreach (var waiting in before.Actors[actor].Waits)
            {
                var moves = waiting.Request is Request.Tell tell ? Told(before, actor, waiting, tell) : [Stored(before, actor, waiting)];
                foreach (var move in moves.Where(move => move.Next.Faults.Fits(_scenario.Bounds)))
                    yield return move;
            }

            if (before.Actors[actor] is { Role.IsDriver: true, IsDone: false } && Vanished(before, actor) is var vanished && vanished.Next.Faults.Fits(_scenario.Bounds))
                yield return vanished;
        }

        foreach (var content in before.Loose.Distinct())
            yield return ArrivedLate(before, content);
    }

    public (Move Move, State Next)? Healing(State before)
    {
        var actor = Enumerable.Range(0, before.Actors.Count).FirstOrDefault(i => !before.Actors[i].IsDone, -1);
        return actor >= 0 ? Quiet(before, actor)
            : IsGoal(before) || before.Actors.Any(healed => healed.Role.Name == _roles.Healer.Name) ? null
            : (new Move(MoveKind.Healed, _roles.Healer.Name), before.With(_actors.Begin(_roles.Healer)));
    }

    public string? Fault(State state) => _oracle.Fault(state.Evidence, RowsAt(state, Till.Payer), RowsAt(state, Till.Payee), RowsAt(state, ModeStore.Partition))
        ?? state.Actors.Where(actor => actor.Failure is not null).Select(actor => $"{actor.Role.Name} failed: {actor.Failure}").FirstOrDefault();

    public bool IsGoal(State state) => state.Actors.All(actor => actor.IsDone) && _oracle.IsAtRest(state.Evidence, RowsAt(state, ModeStore.Partition));

    public string Describe(Violation violation) =>
        TraceText.Of(violation, [.. _oracle.Transcript(violation.State.Evidence, RowsAt(violation.State, ModeStore.Partition))]);

    /// <summary>One that acts while nobody else does and nothing goes wrong.</summary>
    private State Alone(State before, Role role)
    {
        var state = before with { Actors = [_actors.Begin(role)] };
        while (!state.Actors[0].IsDone)
            state = Quiet(state, 0).Next;
        return Fault(state) is { } fault ? throw new InvalidOperationException($"{role.Name}: {fault}") : state;
    }

    private (Move Move, State Next) Quiet(State before, int actor)
    {
        var waiting = before.Actors[actor].Waits[0];
        return waiting.Request is Request.Tell tell ? Answered(before, actor, waiting, tell) : Stored(before, actor, waiting);
    }

    private (Move Move, State Next) Stored(State before, int actor, Waiting waiting)
    {
        var (rows, response) = _storage.Do(RowsAt(before, waiting.Request.Place), waiting.Request, waiting.Content);
        return (new Move(MoveKind.Stored, Who(before, actor), waiting.Request, response),
            Delivered(With(before, waiting.Request.Place, rows), actor, waiting, response));
    }

    private IEnumerable<(Move Move, State Next)> Told(State before, int actor, Waiting waiting, Request.Tell tell)
    {
        yield return Answered(before, actor, waiting, tell);
        var (breach, arrived, response) = Arrive(before, waiting.Content, tell);
        if (_scenario.HasSlowAnswers && arrived != before)
            yield return (new Move(MoveKind.ArrivedAhead, tell.Side, tell, response) { Breach = breach }, arrived);
        var silent = before.Faults.OneSilenceMore;
        yield return (new Move(MoveKind.AnswerLost, Who(before, actor), tell, response) { Breach = breach },
            Delivered(arrived with { Faults = silent }, actor, waiting, new Response.Broken()));
        yield return (new Move(MoveKind.TimedOut, Who(before, actor), tell),
            Delivered(Leave(before with { Faults = silent }, waiting.Content, tell), actor, waiting, new Response.Broken()));
    }

    private (Move Move, State Next) Answered(State before, int actor, Waiting waiting, Request.Tell tell)
    {
        var (breach, arrived, response) = Arrive(before, waiting.Content, tell);
        return (new Move(MoveKind.Answered, Who(before, actor), tell, response) { Breach = breach }, Delivered(arrived, actor, waiting, response));
    }

    private (Move Move, State Next) ArrivedLate(State before, int content)
    {
        var tell = _messages[content];
        var (breach, arrived, response) = Arrive(before.Without(content), content, tell);
        return (new Move(MoveKind.ArrivedLate, tell.Side, tell, response) { Breach = breach }, arrived);
    }

    private (Move Move, State Next) Vanished(State before, int actor)
    {
        var gone = before.Actors[actor];
        var after = before with { Faults = before.Faults.OneCrashMore };
        foreach (var waiting in gone.Waits)
        {
            if (waiting.Request is Request.Tell tell)
                after = Leave(after, waiting.Content, tell);
        }

        return (new Move(MoveKind.Vanished, gone.Role.Name), after.With(actor, _actors.Gone(gone.Role)));
    }

    private (string? Breach, State Arrived, Response Response) Arrive(State before, int content, Request.Tell tell)
    {
        var (rows, response) = _storage.Arrive(RowsAt(before, tell.Side), tell, content, isWilling: true);
        var arrived = With(before, tell.Side, rows);
        return (arrived == before ? null : _oracle.Breach(tell, response, RowsAt(before, ModeStore.Partition)), arrived, response);
    }

    /// <summary>Leaves a message on its way; one that has been heard changes nothing when it comes again.</summary>
    private State Leave(State before, int content, Request.Tell tell)
    {
        _messages.TryAdd(content, tell);
        return Dropped(before.Leaving(content));
    }

    private State Dropped(State before) => before.Loose.Count == 0 ? before
        : before with { Loose = [.. before.Loose.Where(content => _storage.Arrive(RowsAt(before, _messages[content].Side), _messages[content], content, isWilling: true).After != RowsAt(before, _messages[content].Side))] };

    private State Delivered(State before, int actor, Waiting waiting, Response response) =>
        before.With(actor, _actors.Next(before.Actors[actor], waiting, response, moment: 0));

    private static string Who(State before, int actor) => before.Actors[actor].Role.Name;

    private State With(State before, string partition, RowSet rows)
    {
        if (rows == RowsAt(before, partition))
            return before;
        return Array.IndexOf(Partitions, partition) is var at and >= 0
            ? Dropped(before.With(at, rows))
            : before with { Evidence = rows };
    }

    private static RowSet RowsAt(State state, string partition) =>
        Array.IndexOf(Partitions, partition) is var at and >= 0 ? state.Services[at] : state.Evidence;
}
