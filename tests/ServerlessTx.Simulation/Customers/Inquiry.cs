namespace ServerlessTx.Simulation;

/// <summary>Asks some host once, as somebody does who has other things to do.</summary>
internal sealed class Inquiry(World world)
{
    private readonly Weather _weather = world.Weather;

    private TimeSpan Patience => TimeSpan.FromSeconds(20) + 4 * _weather.Profile.Latency;

    /// <summary>Nothing comes back when the host is down, when its store is, when it does not admit it now, or when patience ends.</summary>
    public async Task<T?> AskAsync<T>(Func<Host, CancellationToken, Task<T>> ask) where T : class?
    {
        if (world.Hosts is not { Count: > 0 } hosts)
            return null;
        var host = hosts[_weather.Random.Next(hosts.Count)];
        using var patience = new CancellationTokenSource(Patience, host.Clock);
        try
        {
            var answer = AnswerAsync(host, ask, patience.Token);
            return await Task.WhenAny(answer, Task.Delay(Patience * 2, world.Time)) == answer ? await answer : null;
        }
        catch (Exception unavailable) when (unavailable is StoreUnavailableException or OperationCanceledException or NotAdmittedException)
        {
            return null;
        }
        catch (TransactionForgottenException) when (_weather.Profile.Retention is not null)
        {
            return null;
        }
        catch (Exception failure)
        {
            world.Alarm.Raise($"somebody was answered with {failure}");
            return null;
        }
    }

    private static async Task<T> AnswerAsync<T>(Host host, Func<Host, CancellationToken, Task<T>> ask, CancellationToken patience)
    {
        await host.Life.PointAsync();
        var answer = await ask(host, patience);
        await host.Life.PointAsync();
        return answer;
    }
}
