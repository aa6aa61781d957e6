namespace ServerlessTx.Simulation;

/// <summary>Asks some host once, as a client does that loses patience.</summary>
internal static class EventAsking
{
    /// <summary>Nothing comes back when it is down, when its store or its bus is, or when patience ends.</summary>
    public static async Task<T?> AskAsync<T>(this EventWorld world, Func<EventHost, CancellationToken, Task<T>> ask) where T : class?
    {
        if (world.Hosts is not { Count: > 0 } hosts)
            return null;
        var host = hosts[world.Weather.Random.Next(hosts.Count)];
        var patience = TimeSpan.FromSeconds(20) + 4 * world.Weather.Profile.Latency;
        using var ends = new CancellationTokenSource(patience, host.Clock);
        try
        {
            var answer = AnswerAsync(host, ask, ends.Token);
            return await Task.WhenAny(answer, Task.Delay(patience * 2, world.Time)) == answer ? await answer : null;
        }
        catch (Exception away) when (away is StoreUnavailableException or BusUnavailableException or OperationCanceledException)
        {
            return null;
        }
        catch (TransactionForgottenException) when (world.Weather.Profile.Retention is not null)
        {
            return null;
        }
        catch (Exception failure)
        {
            world.Alarm.Raise($"a client was answered with {failure}");
            return null;
        }
    }

    private static async Task<T> AnswerAsync<T>(EventHost host, Func<EventHost, CancellationToken, Task<T>> ask, CancellationToken patience)
    {
        await host.Life.PointAsync();
        var answer = await ask(host, patience);
        await host.Life.PointAsync();
        return answer;
    }
}
