using Microsoft.Extensions.Logging;

namespace ServerlessTx;

/// <summary>Work that a host repeats as long as it runs. What fails is told and tried again: a host that ended over it would leave all the rest.</summary>
/// <param name="what">What the log calls it.</param>
/// <param name="time">Paces it.</param>
/// <param name="logger">Is told of what fails.</param>
internal sealed partial class Repetition(string what, TimeProvider time, ILogger logger)
{
    /// <summary>Repeats a pass until the host stops.</summary>
    /// <param name="interval">The rest between two passes.</param>
    /// <param name="pass">Says whether it has more to do, and then there is no rest.</param>
    /// <param name="stopping">The host stops.</param>
    public async Task RunAsync(TimeSpan interval, Func<CancellationToken, Task<bool>> pass, CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            if (!await TryAsync(pass, stopping))
                await Task.Delay(interval, time, stopping);
        }
    }

    /// <summary>One pass, whose failure is told and ends nothing else.</summary>
    /// <returns>Whether it has more to do; one that failed rests first.</returns>
    /// <exception cref="OperationCanceledException">The host stops.</exception>
    public async Task<bool> TryAsync(Func<CancellationToken, Task<bool>> pass, CancellationToken stopping)
    {
        try
        {
            return await pass(stopping);
        }
        catch (Exception unavailable) when (unavailable is StoreUnavailableException or BusUnavailableException)
        {
            LogUnavailable(what, unavailable.Message);
        }
        catch (Exception failure) when (failure is not OperationCanceledException || !stopping.IsCancellationRequested)
        {
            LogFailed(what, failure);
        }

        return false;
    }

    /// <summary>One of several jobs of a pass, which takes nothing from the others when it fails.</summary>
    /// <returns>What it counted; nothing when it failed.</returns>
    /// <exception cref="OperationCanceledException">The host stops.</exception>
    public async Task<int> CountAsync(Func<CancellationToken, Task<int>> job, CancellationToken stopping)
    {
        var count = 0;
        await TryAsync(
            async ending =>
            {
                count = await job(ending);
                return false;
            },
            stopping);
        return count;
    }

    [LoggerMessage(671, LogLevel.Warning, "{What} will go on later: {Message}")]
    private partial void LogUnavailable(string what, string message);

    [LoggerMessage(672, LogLevel.Error, "{What} will go on later; something was met that was not expected.")]
    private partial void LogFailed(string what, Exception failure);
}
