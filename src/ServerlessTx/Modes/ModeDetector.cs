using System.Collections.Concurrent;

namespace ServerlessTx;

/// <summary>
/// What this process sees of the sides of its groups, from calls and from probes. It only proposes: a switch is an append. Behind each switch it
/// begins anew from what that says, so that two processes that see different things do not take turns.
/// </summary>
internal sealed class ModeDetector(TimeProvider time) : ICallWitness
{
    private readonly ConcurrentDictionary<string, Seen> _seen = new();

    /// <summary>Of a call that a transaction made.</summary>
    public void Saw(string service, bool answered)
    {
        foreach (var (group, seen) in _seen)
        {
            if (seen.Sights.ContainsKey(service))
                Take(group, service, answered);
        }
    }

    /// <summary>Probes every side of a group.</summary>
    public async Task<IReadOnlyList<SideFinding>> ProbeAsync(ModeGroup group, ModeState state, CancellationToken cancellation)
    {
        var now = Stamp.Now(time);
        _seen.AddOrUpdate(group.Name, _ => Seen.Begin(group, state, now), (_, seen) => seen.Version == state.Version ? seen : Seen.Begin(group, state, now));
        await Task.WhenAll(group.Sides.Select(async side => Take(group.Name, side.Name, await AnswersAsync(group, side, cancellation))));
        return [.. _seen[group.Name].Sights.OrderBy(sight => sight.Key, StringComparer.Ordinal)
            .Select(sight => new SideFinding(sight.Key, sight.Value.Available, sight.Value.Since, sight.Value.Calls))];
    }

    private void Take(string group, string side, bool answered)
    {
        var now = Stamp.Now(time);
        while (_seen.TryGetValue(group, out var seen) && !_seen.TryUpdate(group, seen.See(side, answered, now), seen))
        {
        }
    }

    private async Task<bool> AnswersAsync(ModeGroup group, ModeSide side, CancellationToken cancellation)
    {
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        try
        {
            await side.ProbeAsync(ends.Token).WaitAsync(group.Terms.ProbeTimeout, time, cancellation);
            return true;
        }
        catch (Exception) when (!cancellation.IsCancellationRequested)
        {
            ends.Cancel();
            return false;
        }
    }

    private sealed record Seen(ModeTerms Terms, long Version, IReadOnlyDictionary<string, Sight> Sights)
    {
        public static Seen Begin(ModeGroup group, ModeState state, DateTimeOffset now) =>
            new(group.Terms, state.Version, group.Sides.ToDictionary(side => side.Name, side => Sight.Begin(!state.Away.Contains(side.Name), now)));

        public Seen See(string side, bool answered, DateTimeOffset at) =>
            this with { Sights = new Dictionary<string, Sight>(Sights) { [side] = Sights[side].See(answered, at, Terms) } };
    }
}
