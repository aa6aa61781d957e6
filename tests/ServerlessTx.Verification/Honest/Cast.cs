namespace ServerlessTx.Verification;

internal sealed record Purchase(string Item);

/// <summary>Participants with a barrier in memory: one answer for each call, and a first-phase call that comes behind its own undoing is refused.</summary>
internal sealed class Cast(VirtualTime time)
{
    private readonly Dictionary<string, Queue<Act>> _scripts = [];
    private readonly Dictionary<string, Act> _answered = [];
    private readonly HashSet<string> _tombstones = [];

    /// <summary>Plays what no script says; does what it is asked unless told otherwise.</summary>
    public Func<string, Act> Otherwise { get; set; } = _ => new Act.Does();

    /// <summary>A script for a call, <c>{branch}/{phase}</c>; its last act is repeated for ever.</summary>
    public Cast On(string call, params Act[] acts)
    {
        _scripts[call] = new(acts);
        return this;
    }

    public async Task<StepAnswer<object>> StepAsync(Call<Purchase> call) => await PlayAsync(call) switch
    {
        Act.Refuses no => Refusal.Because(no.Reason),
        Act.Does did => new StepAnswer<object>.Done(did.Report ?? new { done = call.Branch }),
        _ => throw new InvalidOperationException("A step answers yes or no."),
    };

    public Task<Conclusion> UndoAsync(Call<Purchase> call, object? _) => ConcludeAsync(call);

    public async Task<Conclusion> ConcludeAsync(Call<Purchase> call) => await PlayAsync(call) switch
    {
        Act.EndsOtherwise otherwise => Conclusion.Heuristic(otherwise.How),
        Act.Does did => Conclusion.Done(did.Report),
        _ => throw new InvalidOperationException("It cannot be refused."),
    };

    /// <summary>Answers, or throws as a participant does that did not answer.</summary>
    public async Task<Act> PlayAsync(Call<Purchase> call)
    {
        var name = $"{call.Branch}/{call.Phase.ToString().ToLowerInvariant()}";
        var act = _scripts.TryGetValue(name, out var script) ? script.Count > 1 ? script.Dequeue() : script.Peek() : Otherwise(name);
        switch (act)
        {
            case Act.Fails:
                throw new InvalidOperationException("out of order");
            case Act.DoesAndFails:
                Settle(call, name, new Act.Does());
                throw new InvalidOperationException("the answer was lost");
            case Act.Dawdles late:
                await Task.Delay(late.For, time);
                return Settle(call, name, new Act.Does());
            default:
                return Settle(call, name, act);
        }
    }

    private Act Settle(Call<Purchase> call, string name, Act act)
    {
        if (call.Phase is Phase.Undo or Phase.Cancel or Phase.Abort)
            _tombstones.Add(call.Branch);
        if (!_answered.ContainsKey(name) && call.Phase is Phase.Action or Phase.Try or Phase.Prepare && _tombstones.Contains(call.Branch))
            act = new Act.Refuses("cancelled_before");
        return _answered.TryAdd(name, act) ? act : _answered[name];
    }
}

/// <summary>A participant of a vote.</summary>
internal sealed class Voter(Cast cast) : ITccParticipant<Purchase>, IResourceManager<Purchase>
{
    public async Task<Reservation> TryAsync(Call<Purchase> call) => await cast.PlayAsync(call) switch
    {
        Act.Refuses no => Reservation.Refused(no.Reason),
        Act.Does did => Reservation.Reserved(did.Report ?? new { reservation = new { id = call.Branch, expires_at = "2026-01-15T10:05:00Z" } }),
        _ => throw new InvalidOperationException("A try answers yes or no."),
    };

    public async Task<Vote> PrepareAsync(Call<Purchase> call) => await cast.PlayAsync(call) switch
    {
        Act.Refuses no => Vote.No(no.Reason),
        Act.Does did => Vote.Prepared(did.Report ?? new { locks_acquired = new object[] { "row_1", new { @lock = "row_2", at = "2026-01-15T10:00:00Z" } }, wal_lsn = 7 }),
        _ => throw new InvalidOperationException("A prepare answers yes or no."),
    };

    public Task<Conclusion> ConfirmAsync(Call<Purchase> call) => cast.ConcludeAsync(call);

    public Task<Conclusion> CancelAsync(Call<Purchase> call) => cast.ConcludeAsync(call);

    public Task<Conclusion> CommitAsync(Call<Purchase> call) => ReleaseAsync(call);

    public Task<Conclusion> AbortAsync(Call<Purchase> call) => ReleaseAsync(call);

    private async Task<Conclusion> ReleaseAsync(Call<Purchase> call) => await cast.PlayAsync(call) switch
    {
        Act.EndsOtherwise otherwise => Conclusion.Heuristic(otherwise.How),
        Act.Does did => Conclusion.Done(did.Report ?? new { released = new[] { "row_1", "row_2" }, wal_lsn = 9, checks = new[] { "balances_match" } }),
        _ => throw new InvalidOperationException("It cannot be refused."),
    };
}
