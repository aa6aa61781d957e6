namespace ServerlessTx.Simulation;

/// <summary>
/// Whether a machine lives. What it does to the world outside goes through a point, before and after: what stands still waits there, and
/// what is dead comes by no point any more.
/// </summary>
internal sealed class Life(VirtualTime time)
{
    private readonly Dictionary<string, DateTimeOffset> _cutOffUntil = [];
    private DateTimeOffset _stalledUntil;

    public bool IsDead { get; private set; }

    public TimeSpan StalledFor => _stalledUntil > time.GetUtcNow() ? _stalledUntil - time.GetUtcNow() : TimeSpan.Zero;

    public void End() => IsDead = true;

    public void Stall(TimeSpan lasts) => _stalledUntil = time.GetUtcNow() + lasts;

    /// <summary>Nothing goes through between this machine and a service.</summary>
    public void CutOff(string service, TimeSpan lasts) => _cutOffUntil[service] = time.GetUtcNow() + lasts;

    public bool IsCutOff(string service) => _cutOffUntil.GetValueOrDefault(service) > time.GetUtcNow();

    public async Task PointAsync()
    {
        while (!IsDead && StalledFor is var left && left > TimeSpan.Zero)
            await Task.Delay(left, time);
        if (IsDead)
            await new TaskCompletionSource().Task;
    }
}
