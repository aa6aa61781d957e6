namespace ServerlessTx;

/// <summary>
/// A limit as its row tells it: who has a turn and who waits. Nothing is written here. A turn is a lease: whoever vanished is out of the way when
/// it ends, and one that outlasts it is one too many for that moment. That is why nothing may rest on a limit but the load.
/// </summary>
internal sealed record TurnState
{
    private const int LongestQueue = 200;

    public IReadOnlyList<Turn> Taken { get; init; } = [];

    /// <summary>First come, first served among those that go on asking.</summary>
    public IReadOnlyList<Turn> Waiting { get; init; } = [];

    /// <summary>
    /// A call that has a turn keeps it: another driver of its transaction makes the same call, whose effect is one. Each host has its own share in
    /// it, or one that is done would give back what the other is still under way with.
    /// </summary>
    /// <param name="call">Who asks.</param>
    /// <param name="host">Where it is made.</param>
    /// <param name="atOnce">How many may have one.</param>
    /// <param name="lease">How long it may be needed.</param>
    /// <param name="patience">How long a place in the line is kept for whoever asks again.</param>
    /// <param name="now">The asker's clock.</param>
    /// <returns>The state to be written, the same when there is nothing to write, and whether the call then has a turn.</returns>
    public (TurnState After, bool Has) Ask(string call, string host, int atOnce, TimeSpan lease, TimeSpan patience, DateTimeOffset now)
    {
        var taken = Taken.Where(turn => turn.Until > now).ToList();
        var waiting = Waiting.Where(turn => turn.Until > now && !taken.Any(has => has.Call == turn.Call)).ToList();
        var isNext = waiting.TakeWhile(turn => turn.Call != call).Count() < atOnce - taken.DistinctBy(turn => turn.Call).Count();
        if (taken.Any(turn => turn.Call == call) || isNext)
        {
            var has = new TurnState
            {
                Taken = [.. taken.Where(turn => !turn.IsOf(call, host)), new Turn(call, now, now + lease, host)],
                Waiting = [.. waiting.Where(turn => turn.Call != call)],
            };
            return (has, true);
        }

        if (waiting.FindIndex(turn => turn.Call == call) is var place and >= 0)
        {
            // Nothing is written for a place that stays good for a while.
            if (waiting[place].Until > now + (patience / 2))
                return (this, false);
            waiting[place] = waiting[place] with { Until = now + patience };
        }
        else if (waiting.Count < LongestQueue)
        {
            waiting.Add(new Turn(call, now, now + patience));
        }
        else
        {
            return (this, false);
        }

        return (new TurnState { Taken = taken, Waiting = waiting }, false);
    }

    public TurnState GiveBack(string call, string host) =>
        Taken.Any(turn => turn.IsOf(call, host)) ? this with { Taken = [.. Taken.Where(turn => !turn.IsOf(call, host))] } : this;
}

/// <summary>A turn, or a place in the line for one, which is the call's wherever it is made.</summary>
internal sealed record Turn(string Call, DateTimeOffset Since, DateTimeOffset Until, string? Host = null)
{
    public bool IsOf(string call, string host) => (Call, Host) == (call, host);
}
