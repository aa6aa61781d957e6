namespace ServerlessTx.Simulation;

/// <summary>
/// Counts the first-phase calls that are under way to the service whose calls are limited. A call is under way until it is answered or no
/// longer awaited. Where machines stand still, or clocks differ by more than a turn has to spare, a limit promises nothing.
/// </summary>
internal sealed class Crowd(Stories stories, Weather weather, Alarm alarm)
{
    private static readonly TimeSpan ToSpare = TimeSpan.FromSeconds(10);

    private readonly Dictionary<string, DateTimeOffset> _underWay = [];

    private bool IsPromised => !weather.Profile.Rates.ContainsKey(Fault.Stall) && 2 * weather.Profile.Skew < ToSpare;

    /// <summary>A call begins; it ends with what is returned.</summary>
    public IDisposable? Enter(string transactionId, CallName name, CancellationToken awaited)
    {
        var definition = stories.Find(transactionId)!.Started.Definition;
        if (!IsPromised || !name.Phase.IsFirst() || definition.Branch(name.Branch).Service != Boxes.Service)
            return null;
        var (call, now) = (name.Key(transactionId), weather.Time.GetUtcNow());
        _underWay[call] = now + definition.Policy.Timeout;
        if (_underWay.Values.Count(until => until > now) is var many and > Boxes.AtOnce)
            alarm.Raise($"{many} calls to {Boxes.Service} are under way, and its limit is {Boxes.AtOnce}: {string.Join(", ", _underWay.Keys)}", transactionId);
        return new Way(() => _underWay.Remove(call), awaited);
    }

    private sealed class Way(Action end, CancellationToken awaited) : IDisposable
    {
        private readonly CancellationTokenRegistration _awaited = awaited.Register(end);

        public void Dispose()
        {
            _awaited.Dispose();
            end();
        }
    }
}
