namespace ServerlessTx.Explorer;

/// <summary>What can happen in a scenario: from each state the moves that lead on.</summary>
internal sealed class World
{
    private readonly Scenario _scenario;
    private readonly Storage _storage = new();
    private readonly string[] _branches;
    private readonly Dictionary<int, Request.Ask> _messages = [];
    private readonly EvidenceReader _evidence;

    public World(Scenario scenario)
    {
        _scenario = scenario;
        var desk = new CallDesk();
        var service = new Service(desk);
        Subject = new TransactionSubject(scenario.Define(service), scenario.Child?.Invoke(service));
        Actors = new Actors(Subject, desk, scenario.IsStampedApart);
        _branches = [.. Subject.Branches.Select(branch => branch.Branch)];
        _evidence = new EvidenceReader(Subject);
        Begin = new State
        {
            Evidence = _storage.Take(Subject.BeginStore, Subject.Id.Partition),
            Services = [.. _branches.Select(_ => _storage.Empty)],
            Actors = [.. scenario.Roles.Select(Actors.Begin)],
            Loose = [],
            Faults = default,
            Moment = 0,
        };
    }

    public TransactionSubject Subject { get; }

    public Actors Actors { get; }

    public State Begin { get; }

    public EvidenceReader Evidence => _evidence;

    /// <summary>What was done of a branch.</summary>
    public Effect EffectOf(State state, string branch) => Effect.In(state.Services[IndexOf(branch)]);

    /// <summary>Everything that can happen next, faults included.</summary>
    public IEnumerable<(Move Move, State Next)> Moves(State before)
    {
        for (var actor = 0; actor < before.Actors.Count; actor++)
        {
            if (!MayAct(before, before.Actors[actor].Role))
                continue;
            foreach (var waiting in before.Actors[actor].Waits)
            {
                foreach (var move in Delivered(before, actor, waiting).Where(move => move.Next.Faults.Fits(_scenario.Bounds)))
                    yield return move;
            }

            if (before.Actors[actor] is { Role.IsDriver: true, IsDone: false } && Vanished(before, actor) is var vanished && vanished.Next.Faults.Fits(_scenario.Bounds))
                yield return vanished;
        }

        foreach (var message in before.Loose.Distinct())
        {
            foreach (var move in Arrived(before, message))
                yield return move;
        }

        if (before.Moment < _scenario.Moments)
            yield return TimePassed(before);
    }

    /// <summary>What happens next when the faults are over: one actor at a time goes on, and somebody drives.</summary>
    /// <returns>Nothing when all have come to their end.</returns>
    public (Move Move, State Next)? Healing(State before)
    {
        var now = Subject.At(before.Moment);
        var actor = Enumerable.Range(0, before.Actors.Count)
            .Where(i => !before.Actors[i].IsAsleep(now) && !before.Actors[i].IsDone && IsNeeded(before, before.Actors[i].Role))
            .OrderBy(i => before.Actors[i].Role.IsDriver).ThenByDescending(i => i)
            .FirstOrDefault(-1);
        if (actor < 0)
        {
            var due = EvidenceReader.SoonestDue(before.Evidence);
            return before.Actors.Any(somebody => !somebody.IsDone && somebody.IsAsleep(now)) && !(due <= now) ? TimePassed(before)
                : due is null ? null
                : (new Move(MoveKind.Healed, Role.Healer.Name), before.With(Actors.Begin(Role.Healer)));
        }

        var waiting = before.Actors[actor].Waits.First(waiting => !waiting.IsAsleep(now));
        return waiting.Request switch
        {
            Request.Ask ask when ask.Call == _scenario.NeverAnswers => TimedOut(before, actor, waiting, ask),
            Request.Ask ask => Answered(before, actor, waiting, ask, isWilling: true),
            Request.Sleep => Woke(before, actor, waiting),
            _ => Delivered(before, actor, waiting).First(),
        };
    }

    private IEnumerable<(Move Move, State Next)> Delivered(State before, int actor, Waiting waiting) => waiting.Request switch
    {
        Request.Ask ask => Asked(before, actor, waiting, ask),
        Request.Sleep when AsksInVain(before) => [],
        Request.Sleep => [Woke(before, actor, waiting)],
        _ => Stored(before, actor, waiting),
    };

    private (Move Move, State Next) Woke(State before, int actor, Waiting waiting) =>
        (new Move(MoveKind.Woke, before.Actors[actor].Role.Name), Delivered(before, actor, waiting, new Response.Awake()));

    private (Move Move, State Next) TimePassed(State before) =>
        (new Move(MoveKind.TimePassed, _scenario.HasDeadline ? "deadline" : "time"), before with { Moment = before.Moment + 1 });

    /// <summary>A person concludes by hand what a transaction is stuck on, and waits until it is.</summary>
    private bool MayAct(State before, Role role) => role.Name != "operator" || _evidence.OfHead(before.Evidence).IsStuck;

    /// <summary>A parent that undoes asks for its child's end, again and again. Once it is stuck on that, only the end is news.</summary>
    private bool AsksInVain(State before) =>
        Subject.Child is { } child && _evidence.OfHead(before.Evidence).IsStuck && _evidence.Of(before.Evidence, child)?.End is null;

    private bool IsNeeded(State before, Role role) => role.IsDriver || (role.Name == "operator" && _evidence.OfHead(before.Evidence).IsStuck);

    private IEnumerable<(Move Move, State Next)> Stored(State before, int actor, Waiting waiting)
    {
        var who = before.Actors[actor].Role.Name;
        var (rows, response) = _storage.Do(RowsOf(before, waiting.Request), waiting.Request, waiting.Content);
        var after = WithRows(before, waiting.Request, rows);
        yield return (new Move(MoveKind.Stored, who, waiting.Request, response), Delivered(after, actor, waiting, response));
        if (waiting.Request is not Request.Commit || _scenario.Bounds.StoreLosses == 0)
            yield break;
        var lost = before.Faults.OneStoreLossMore;
        var silence = new Response.Unavailable();
        if (response is Response.Committed { Result: CommitResult.Committed })
            yield return (new Move(MoveKind.LandedUnheard, who, waiting.Request), Delivered(after with { Faults = lost }, actor, waiting, silence));
        yield return (new Move(MoveKind.NeverLanded, who, waiting.Request), Delivered(before with { Faults = lost }, actor, waiting, silence));
    }

    private IEnumerable<(Move Move, State Next)> Asked(State before, int actor, Waiting waiting, Request.Ask ask)
    {
        var isNeverAnswered = ask.Call == _scenario.NeverAnswers;
        if (isNeverAnswered && ask.Attempt > Subject.Workflow.Definition.Policy.StuckAfter + 1)
            yield break;
        var faults = isNeverAnswered ? before.Faults : before.Faults.OneSilenceMore;
        yield return TimedOut(before with { Faults = faults }, actor, waiting, ask);
        foreach (var isWilling in Moods(before, waiting.Content, ask))
        {
            var (rows, response) = Arrive(before, waiting.Content, ask, isWilling);
            var arrived = WithRows(before, ask, rows);
            yield return (new Move(MoveKind.AnswerLost, before.Actors[actor].Role.Name, ask, response),
                Delivered(arrived with { Faults = faults }, actor, waiting, new Response.Broken()));
            if (isNeverAnswered)
                continue;
            yield return Answered(before, actor, waiting, ask, isWilling);
            // The caller hears of it when the barrier repeats its answer, or never.
            if (_scenario.HasSlowAnswers && rows != RowsOf(before, ask))
                yield return (new Move(MoveKind.ArrivedAhead, ask.Call.Branch, ask, response), arrived);
            if (_scenario.Bounds.Duplicates > 0)
            {
                var twice = before.Faults.OneDuplicateMore;
                yield return (new Move(MoveKind.AnsweredAndRepeated, before.Actors[actor].Role.Name, ask, response),
                    Delivered(Leave(arrived with { Faults = twice }, waiting.Content, ask), actor, waiting, response));
            }
        }
    }

    private (Move Move, State Next) Answered(State before, int actor, Waiting waiting, Request.Ask ask, bool isWilling)
    {
        var (rows, response) = Arrive(before, waiting.Content, ask, isWilling);
        return (new Move(MoveKind.Answered, before.Actors[actor].Role.Name, ask, response), Delivered(WithRows(before, ask, rows), actor, waiting, response));
    }

    private (Move Move, State Next) TimedOut(State before, int actor, Waiting waiting, Request.Ask ask) =>
        (new Move(MoveKind.TimedOut, before.Actors[actor].Role.Name, ask), Delivered(Leave(before, waiting.Content, ask), actor, waiting, new Response.TimedOut()));

    private IEnumerable<(Move Move, State Next)> Arrived(State before, int content)
    {
        var ask = _messages[content];
        foreach (var isWilling in Moods(before, content, ask))
        {
            var (rows, response) = Arrive(before, content, ask, isWilling);
            yield return (new Move(MoveKind.ArrivedLate, ask.Call.Branch, ask, response), WithRows(before.Without(content), ask, rows));
        }
    }

    private (Move Move, State Next) Vanished(State before, int actor)
    {
        var gone = before.Actors[actor];
        var after = before with { Faults = before.Faults.OneCrashMore };
        foreach (var waiting in gone.Waits)
        {
            if (waiting.Request is Request.Ask ask)
                after = Leave(after, waiting.Content, ask);
        }

        return (new Move(MoveKind.Vanished, gone.Role.Name), after.With(actor, Actors.Gone(gone.Role)));
    }

    /// <summary>Who may say no has two minds where it matters.</summary>
    private IEnumerable<bool> Moods(State before, int content, Request.Ask ask) =>
        ask.Call.Phase.MayRefuse() && Arrive(before, content, ask, true).Response.Content != Arrive(before, content, ask, false).Response.Content
            ? [true, false]
            : [true];

    private (RowSet Rows, Response Response) Arrive(State before, int content, Request.Ask ask, bool isWilling) =>
        _storage.Arrive(RowsOf(before, ask), ask, content, isWilling);

    /// <summary>Leaves a message on its way.</summary>
    private State Leave(State before, int content, Request.Ask ask)
    {
        _messages.TryAdd(content, ask);
        return Dropped(before.Leaving(content));
    }

    private State Dropped(State before) => !_scenario.DropsSettled || before.Loose.Count == 0 ? before
        : before with { Loose = [.. before.Loose.Where(content => !IsSettled(before, _messages[content]))] };

    private bool IsSettled(State before, Request.Ask ask)
    {
        var key = BarrierRecord.Key(Subject.Of(ask.Call.Branch).Id.ToString(), ask.Call.Branch);
        return RowsOf(before, ask).Rows.FirstOrDefault(row => row.Key == key) is { } row && BarrierRecord.Read(row)[ask.Call.Phase] is not null;
    }

    private State Delivered(State before, int actor, Waiting waiting, Response response) =>
        before.With(actor, Actors.Next(before.Actors[actor], waiting, response, before.Moment));

    private RowSet RowsOf(State before, Request request) =>
        request.Place == Subject.Id.Partition ? before.Evidence : before.Services[IndexOf(request.Place)];

    private State WithRows(State before, Request request, RowSet rows) =>
        request.Place == Subject.Id.Partition ? before with { Evidence = rows } : Dropped(before.With(IndexOf(request.Place), rows));

    private int IndexOf(string branch) => Array.IndexOf(_branches, branch);
}
