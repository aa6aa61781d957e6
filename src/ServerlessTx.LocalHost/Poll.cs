namespace ServerlessTx.LocalHost;

/// <summary>Asks again and again, for what nobody announces: another process's end, a port that answers.</summary>
internal static class Poll
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>True as soon as the answer is yes; false when it was still no at the bound.</summary>
    public static async Task<bool> UntilAsync(Func<Task<bool>> ask, TimeSpan bound, TimeProvider time, CancellationToken cancellation)
    {
        for (var start = time.GetTimestamp(); !await ask();)
        {
            if (time.GetElapsedTime(start) >= bound)
                return false;
            await Task.Delay(Pause, time, cancellation);
        }

        return true;
    }

    /// <inheritdoc cref="UntilAsync(Func{Task{bool}}, TimeSpan, TimeProvider, CancellationToken)"/>
    public static Task<bool> UntilAsync(Func<bool> ask, TimeSpan bound, TimeProvider time, CancellationToken cancellation) =>
        UntilAsync(() => Task.FromResult(ask()), bound, time, cancellation);
}
