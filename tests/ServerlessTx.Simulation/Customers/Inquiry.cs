namespace ServerlessTx.Simulation;

/// <summary>Asks some host once, as somebody does who has other things to do.</summary>
/// <param name="hosts">Those that live.</param>
/// <param name="weather">Says which, and how slow everything is.</param>
/// <param name="alarm">Is told of an answer that nobody should get.</param>
/// <param name="isAway">What a host throws when something that it needs is away.</param>
internal sealed class Inquiry<THost>(Func<IReadOnlyList<THost>> hosts, Weather weather, Alarm alarm, Func<Exception, bool> isAway) where THost : class, IHost
{
    private TimeSpan Patience => TimeSpan.FromSeconds(20) + 4 * weather.Profile.Latency;

    /// <summary>Nothing comes back when the host is down, when what it needs is, when it does not admit it now, or when patience ends.</summary>
    public async Task<T?> AskAsync<T>(Func<THost, CancellationToken, Task<T>> ask) where T : class?
    {
        if (hosts() is not { Count: > 0 } living)
            return null;
        var host = living[weather.Random.Next(living.Count)];
        using var patience = new CancellationTokenSource(Patience, host.Clock);
        try
        {
            var answer = AnswerAsync(host, ask, patience.Token);
            return await Task.WhenAny(answer, Task.Delay(Patience * 2, weather.Time)) == answer ? await answer : null;
        }
        catch (Exception unavailable) when (unavailable is OperationCanceledException || isAway(unavailable))
        {
            return null;
        }
        catch (TransactionForgottenException) when (weather.Profile.Retention is not null)
        {
            return null;
        }
        catch (Exception failure)
        {
            alarm.Raise($"somebody was answered with {failure}");
            return null;
        }
    }

    private static async Task<T> AnswerAsync<T>(THost host, Func<THost, CancellationToken, Task<T>> ask, CancellationToken patience)
    {
        await host.Life.PointAsync();
        var answer = await ask(host, patience);
        await host.Life.PointAsync();
        return answer;
    }
}
