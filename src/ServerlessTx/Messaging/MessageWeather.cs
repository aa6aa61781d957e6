namespace ServerlessTx;

/// <summary>What befalls messages on their way: some come twice, all come late, and so in another order. A seed repeats it.</summary>
/// <param name="seed">Of the chances.</param>
public sealed class MessageWeather(int seed)
{
    private readonly Random _random = new(seed);

    /// <summary>The share of messages that come twice.</summary>
    public double Duplicates { get; init; } = 0.25;

    /// <summary>The longest that a message is on its way.</summary>
    public TimeSpan LongestDelay { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>After how long a message comes, once or twice.</summary>
    internal IReadOnlyList<TimeSpan> Arrivals()
    {
        lock (_random)
        {
            var times = _random.NextDouble() < Duplicates ? 2 : 1;
            return [.. Enumerable.Range(0, times).Select(_ => LongestDelay * _random.NextDouble())];
        }
    }
}
