namespace ServerlessTx.Simulation;

/// <summary>
/// Counts the first-phase calls that are under way to the service whose calls are limited. A call is under way until it is answered or no
/// longer awaited. Where machines stand still, or clocks differ by more than a turn has to spare, a limit promises nothing.
/// </summary>
internal sealed class Crowd(Weather weather, Alarm alarm)
{
    private static readonly TimeSpan ToSpare = TimeSpan.FromSeconds(10);

    private readonly Dictionary<string, DateTimeOffset> _underWay = [];

    private bool IsPromised => !weather.Profile.Rates.ContainsKey(Fault.Stall) && 2 * weather.Profile.Skew < ToSpare;

    /// <summary>A call begins; it ends with what is returned.</summary>
    public IDisposable? Enter(Definition definition, CallRequest request)
    {
        if (!IsPromised || !request.Name.Phase.IsFirst() || definition.Branch(request.Name.Branch).Service != Errands.Service)
            return null;
        var (call, now) = (request.Name.Key(request.TransactionId), weather.Time.GetUtcNow());
        _underWay[call] = now + definition.Policy.Timeout;
        if (_underWay.Values.Count(until => until > now) is var many and > Errands.AtOnce)
            alarm.Raise($"{many} calls to {Errands.Service} are under way, and its limit is {Errands.AtOnce}: {string.Join(", ", _underWay.Keys)}", request.TransactionId);
        return new Way(() => _underWay.Remove(call), request.Cancellation);
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
