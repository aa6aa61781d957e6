namespace ServerlessTx;

/// <summary>How a queue holds and returns messages.</summary>
public sealed record MessageQueueOptions
{
    /// <summary>How long a message is held before it comes again. Whoever works longer renews it.</summary>
    public TimeSpan LockDuration { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The longest pause before an abandoned message comes again; it begins with a second and doubles.</summary>
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromMinutes(5);

    internal TimeSpan PauseAfter(int deliveries)
    {
        var seconds = Math.Pow(2, Math.Clamp(deliveries, 1, 20) - 1);
        return TimeSpan.FromSeconds(Math.Min(seconds, LongestPause.TotalSeconds));
    }
}
