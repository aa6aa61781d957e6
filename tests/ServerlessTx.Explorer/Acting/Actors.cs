namespace ServerlessTx.Explorer;

/// <summary>
/// Runs the code of actors, each step once: what an actor does depends on nothing but what it was delivered, so a situation and a delivery
/// have one next situation, however often the search comes by.
/// </summary>
internal sealed class Actors(TransactionSubject subject, CallDesk desk, bool isStampedApart)
{
    private readonly Numbers _contents = new();
    private readonly Numbers _responses = new();
    private readonly Dictionary<string, Situation> _situations = [];
    private readonly Dictionary<(int Situation, int Sequence, int Response, int Moment), Situation> _next = [];
    private readonly Dictionary<Role, int> _skews = [];
    private (Situation At, Actor Actor)? _latest;

    /// <summary>How often the real code was run.</summary>
    public long Runs { get; private set; }

    public int NumberOf(Request request) => _contents.Of(request.Content);

    public Situation Begin(Role role)
    {
        _skews.TryAdd(role, _skews.Count);
        return Run(role, last: null);
    }

    /// <summary>Where a driver stands that has vanished.</summary>
    public Situation Gone(Role role) => Keep($"{role.Name} gone", id => new Situation { Id = id, Role = role, Last = null, Waits = [] });

    public Situation Next(Situation from, Waiting at, Response response, int moment)
    {
        var step = (from.Id, at.Sequence, _responses.Of(response.Content), moment);
        if (!_next.TryGetValue(step, out var next))
        {
            _next.Add(step, next = Run(from.Role, new Delivery(from, at.Sequence, response, moment)));
        }

        return next;
    }

    /// <summary>Runs an actor from its start over what it was delivered, or goes on with the one that has just come where it stands.</summary>
    private Situation Run(Role role, Delivery? last)
    {
        Runs++;
        var actor = last is not null && _latest is { } latest && latest.At == last.To ? latest.Actor : Start(role, last?.To.Path() ?? []);
        if (last is not null)
            Deliver(actor, last);
        var situation = Describe(actor, last);
        _latest = situation.Last == last ? (situation, actor) : null;
        return situation;
    }

    private Actor Start(Role role, IReadOnlyList<Delivery> path)
    {
        var pump = new Pump();
        var host = new ActorHost(subject, role.Name, pump);
        host.Clock.Now = Stamp(role, 0, moment: 0);
        desk.Current = host;
        Task<object?> acting = null!;
        pump.Run(() => acting = role.ActAsync(host, subject));
        var actor = new Actor(role, host, pump, acting);
        foreach (var delivery in path)
            Deliver(actor, delivery);
        return actor;
    }

    private void Deliver(Actor actor, Delivery delivery)
    {
        desk.Current = actor.Host;
        actor.Host.Clock.Now = Stamp(actor.Role, delivery.Number, delivery.Moment);
        actor.Pump.Run(() => actor.Host.Deliver(delivery.Sequence, delivery.Response));
    }

    private Situation Describe(Actor actor, Delivery? last)
    {
        var (role, host, _, acting) = actor;
        // A driver that lost the store begins again from the evidence, as one does that takes over: here it is gone.
        var failures = host.Drives.Select(drive => drive.Exception?.InnerException).Where(failure => failure is not StoreUnavailableException).Prepend(acting.Exception?.InnerException);
        var failure = host.Error ?? failures.OfType<Exception>().FirstOrDefault()?.ToString();
        var isEnded = acting.IsCompleted && host.Drives.All(drive => drive.IsCompleted);
        if (failure is null && !isEnded && host.Gates.Count == 0)
            failure = "It waits for nothing and has not come to its end.";
        var waits = host.Gates
            .Select(gate => new Waiting(gate.Sequence, gate.Request, _contents.Of(gate.Request.Content)))
            .OrderBy(waiting => waiting.Content)
            .ToList();
        var result = acting.IsCompletedSuccessfully && host.Drives.Count == 0 ? acting.Result : null;
        var key = $"{role.Name}|{string.Join(',', waits.Select(waiting => waiting.Content))}|{failure}|{result}|{(isEnded ? "" : Knowledge.Of([acting, .. host.Drives, .. host.Memory]))}";
        return Keep(key, id => new Situation { Id = id, Role = role, Last = last, Waits = waits, Result = result, Failure = failure });
    }

    private Situation Keep(string key, Func<int, Situation> make)
    {
        if (!_situations.TryGetValue(key, out var situation))
            _situations.Add(key, situation = make(_situations.Count));
        return situation;
    }

    /// <summary>
    /// Stamps that are equal merge actors that came to one point in different ways; stamps that differ, of skewed clocks that go on with each
    /// delivery, part them.
    /// </summary>
    private DateTimeOffset Stamp(Role role, int deliveries, int moment) => isStampedApart
        ? subject.At(moment).AddMilliseconds((100 * _skews.GetValueOrDefault(role)) + deliveries)
        : subject.At(moment);

    /// <summary>An actor whose code runs.</summary>
    private sealed record Actor(Role Role, ActorHost Host, Pump Pump, Task<object?> Acting);
}
