namespace ServerlessTx.Simulation;

/// <summary>
/// Between hosts and the services that take part: calls and answers are lost, late and doubled. What has reached a service is carried out
/// there, whatever becomes of who asked.
/// </summary>
internal sealed class Network(Weather weather, Alarm alarm)
{
    /// <summary>A call may come so late; in seeds with retention, long after its transaction is forgotten.</summary>
    private TimeSpan Latest => weather.Profile.Retention is null ? TimeSpan.FromMinutes(20) : TimeSpan.FromHours(3);

    /// <summary>The machine that calls are delivered to.</summary>
    public required Func<ServiceMachine> Service { get; init; }

    /// <param name="caller">The machine that calls.</param>
    /// <param name="attempt">Ends with the caller's patience.</param>
    /// <param name="handle">What the service does.</param>
    /// <param name="service">The service, where it can be cut off by itself.</param>
    public async Task<T> CallAsync<T>(
        Life caller, CancellationToken attempt, Func<ServiceMachine, CancellationToken, Task<T>> handle, string service = "")
    {
        await caller.PointAsync();
        if (!weather.IsCalm && caller.IsCutOff(service))
            await LostAsync(attempt);
        if (weather.Strikes(Fault.CallDuplicated))
            _ = ArriveAsync(weather.Between(TimeSpan.Zero, Latest), handle, CancellationToken.None);
        if (weather.Strikes(Fault.CallLost))
            await LostAsync(attempt);
        var late = weather.Strikes(Fault.CallDelayed) ? weather.Between(TimeSpan.Zero, Latest) : TimeSpan.Zero;
        var answer = await ArriveAsync(late, handle, weather.Strikes(Fault.CallCutOff) ? attempt : CancellationToken.None);
        await weather.LatencyAsync(attempt);
        if (weather.Strikes(Fault.ReplyLost))
            await LostAsync(attempt);
        await caller.PointAsync();
        return answer;
    }

    private async Task<T> ArriveAsync<T>(TimeSpan late, Func<ServiceMachine, CancellationToken, Task<T>> handle, CancellationToken cutOff)
    {
        await Task.Delay(late, weather.Time);
        await weather.LatencyAsync(CancellationToken.None);
        var machine = Service();
        await machine.Life.PointAsync();
        try
        {
            var answer = await handle(machine, cutOff);
            await machine.Life.PointAsync();
            return answer;
        }
        catch (Exception failure) when (failure is not (StoreUnavailableException or OperationCanceledException or StillWorkingException))
        {
            alarm.Raise($"A participant failed: {failure}");
            throw;
        }
    }

    /// <summary>Nobody says that nothing comes; or the connection breaks.</summary>
    private Task LostAsync(CancellationToken attempt) =>
        weather.IsLikely(0.5) ? throw new HttpRequestException("The connection was reset.") : Task.Delay(Timeout.InfiniteTimeSpan, weather.Time, attempt);
}
