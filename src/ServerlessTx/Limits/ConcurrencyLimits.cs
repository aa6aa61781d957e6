namespace ServerlessTx;

/// <summary>
/// Limits to how many first-phase calls are under way at once, each of a participant or of a workflow, kept by all hosts of one storage in one
/// row a limit. They protect others from load and nothing rests on them: a host that stood still may make one call too many. What a decision
/// rests on is never held up: second-phase calls ask for no turn.
/// </summary>
public sealed class ConcurrencyLimits
{
    /// <summary>A call that found no turn comes back that soon; meanwhile its place in the line is kept.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Patience = 6 * LongestWait;
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(500);

    /// <summary>How much longer than its time-out a call's turn may last.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(10);

    private readonly IReadOnlyList<ConcurrencyLimit> _limits;
    private readonly TransactionStore _store;
    private readonly ShardMap _shards;
    private readonly TimeProvider _time;
    private readonly string _host;
    private CancellationTokenSource _givenBack = new();

    /// <param name="limits">What is limited.</param>
    /// <param name="store">Where the rows are.</param>
    /// <param name="shards">In which partition each.</param>
    /// <param name="time">Counts leases.</param>
    /// <param name="host">This process and no other, not even the one that it was before a restart.</param>
    internal ConcurrencyLimits(IEnumerable<ConcurrencyLimit> limits, TransactionStore store, ShardMap shards, TimeProvider time, string host)
    {
        // Everybody asks for turns in one order, so that no two each have what the other waits for.
        _limits = [.. limits.OrderBy(limit => limit.Key, StringComparer.Ordinal)];
        (_store, _shards, _time, _host) = (store, shards, time, host);
    }

    /// <summary>The limits, who is under way and who waits.</summary>
    public async Task<IReadOnlyList<LimitView>> ListAsync(CancellationToken cancellation = default)
    {
        var views = new List<LimitView>();
        foreach (var limit in _limits)
        {
            var row = await _store.Rows.FindAsync(await _shards.PartitionOfAsync(limit.Key, cancellation), limit.Key, cancellation);
            var state = row is null ? new TurnState() : JsonRow.ValueOf<TurnState>(row);
            views.Add(new LimitView(limit.Kind, limit.Name, limit.AtOnce, Standing(state.Taken), Standing(state.Waiting)));
        }

        return views;
    }

    /// <summary>Makes a call when it is its turn.</summary>
    /// <param name="attempt">The call.</param>
    /// <param name="until">When waiting is of no use any more.</param>
    /// <param name="call">Makes it.</param>
    /// <param name="stopping">Ends the waiting.</param>
    /// <returns>Nothing when no turn was to be had for now: it was not made, and is to be asked for again.</returns>
    internal async Task<Invoked?> WhenItsTurnAsync(CallAttempt attempt, DateTimeOffset until, Func<Task<Invoked>> call, CancellationToken stopping)
    {
        var limits = attempt.Call.Phase.IsFirst() ? _limits.Where(limit => limit.IsOf(attempt)).ToList() : [];
        if (limits.Count == 0)
            return await call();
        var name = attempt.Call.Key(attempt.Id.ToString());
        if (!await TakeAsync(limits, name, attempt.Timeout + Margin, until, stopping))
            return null;
        try
        {
            return await call();
        }
        finally
        {
            await GiveBackAsync(limits, name);
            Interlocked.Exchange(ref _givenBack, new CancellationTokenSource()).Cancel();
        }
    }

    private async Task<bool> TakeAsync(IReadOnlyList<ConcurrencyLimit> limits, string name, TimeSpan lease, DateTimeOffset until, CancellationToken stopping)
    {
        var began = _time.GetUtcNow();
        var end = until < began + LongestWait ? until : began + LongestWait;
        while (true)
        {
            var givenBack = Volatile.Read(ref _givenBack).Token;
            if (await TryAsync(limits, name, lease, stopping))
                return true;
            var left = end - _time.GetUtcNow();
            if (left <= TimeSpan.Zero)
                return false;
            await WaitAsync(left < Look ? left : Look, givenBack, stopping);
        }
    }

    /// <summary>Until a turn is given back in this process; another host's is seen at the next look.</summary>
    private async Task WaitAsync(TimeSpan longest, CancellationToken givenBack, CancellationToken stopping)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stopping, givenBack);
        try
        {
            await Task.Delay(WholeMilliseconds.Up(longest), _time, over.Token);
        }
        catch (OperationCanceledException) when (!stopping.IsCancellationRequested)
        {
            // It is looked at once.
        }
    }

    /// <summary>
    /// What was taken is given back when the next is not to be had: it would only keep others waiting. Nobody is woken for it, or two who
    /// wait would wake each other for ever.
    /// </summary>
    private async Task<bool> TryAsync(IReadOnlyList<ConcurrencyLimit> limits, string name, TimeSpan lease, CancellationToken stopping)
    {
        for (var i = 0; i < limits.Count; i++)
        {
            if (await AskAsync(limits[i], name, lease, stopping))
                continue;
            await GiveBackAsync([.. limits.Take(i)], name);
            return false;
        }

        return true;
    }

    private async Task<bool> AskAsync(ConcurrencyLimit limit, string name, TimeSpan lease, CancellationToken stopping)
    {
        var (has, asked) = (false, DateTimeOffset.MinValue);
        await ChangeAsync(limit, state =>
        {
            asked = _time.GetUtcNow();
            (var after, has) = state.Ask(name, _host, limit.AtOnce, lease, Patience, asked);
            return after;
        }, stopping);
        // A turn that was over before the store told of it is none.
        return has && _time.GetUtcNow() < asked + lease;
    }

    /// <summary>A turn that cannot be given back ends with its lease.</summary>
    private async Task GiveBackAsync(IReadOnlyList<ConcurrencyLimit> limits, string name)
    {
        try
        {
            foreach (var limit in limits)
                await ChangeAsync(limit, state => state.GiveBack(name, _host), CancellationToken.None);
        }
        catch (StoreUnavailableException)
        {
        }
    }

    private async Task<TurnState> ChangeAsync(ConcurrencyLimit limit, Func<TurnState, TurnState> change, CancellationToken cancellation) =>
        await _store.Rows.ChangeAsync(await _shards.PartitionOfAsync(limit.Key, cancellation), limit.Key, new TurnState(), change, cancellation);

    private List<TurnView> Standing(IReadOnlyList<Turn> turns) =>
        [.. turns.Where(turn => turn.Until > _time.GetUtcNow()).DistinctBy(turn => turn.Call).Select(turn => new TurnView(turn.Call, turn.Since))];
}
