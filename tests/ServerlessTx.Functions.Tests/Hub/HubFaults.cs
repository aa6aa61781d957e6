namespace ServerlessTx.Functions.Tests;

/// <summary>What goes wrong in a hub, by a seed; without one nothing does.</summary>
internal sealed class HubFaults(int? seed)
{
    private static readonly AsyncLocal<HubFaults?> Chosen = new();
    private readonly Random? _random = seed is { } value ? new Random(value) : null;

    /// <summary>The faults of the next world that is made here.</summary>
    public static HubFaults Next
    {
        get => Chosen.Value ?? new HubFaults(null);
        set => Chosen.Value = value;
    }

    /// <summary>How often each kind came up, so that a run in which nothing went wrong is not taken for a proof.</summary>
    public Dictionary<string, int> Happened { get; } = [];

    public bool IsLate => Chance("late", 0.15);

    public bool ComesTwice => Chance("twice", 0.15);

    /// <summary>The activity does its work and its answer is lost: a worker that ended, a function's time-out.</summary>
    public bool FailsAfterwards(int failuresInARow) => failuresInARow < 2 && Chance("fails afterwards", 0.1);

    public bool FailsBefore(int failuresInARow) => failuresInARow < 2 && Chance("fails before", 0.05);

    /// <summary>An answer arrives that was meant for another question.</summary>
    public bool IsAnsweredForAnother => Chance("answered for another", 0.1);

    /// <summary>A timer that had the number before its turn was run again ends the activity.</summary>
    public bool IsEndedByATimer => Chance("ended by a timer", 0.05);

    /// <summary>The worker ends behind the turn: its messages are out, its history is not kept, and the turn is run again.</summary>
    public bool LosesTheTurn => Chance("turn lost", 0.15);

    /// <summary>Someone raises a wake-up for no reason.</summary>
    public bool IsWoken => Chance("woken", 0.1);

    public TimeSpan Delay => TimeSpan.FromMilliseconds(_random!.Next(1, 2_000));

    public T Pick<T>(IReadOnlyList<T> from) => from[_random!.Next(from.Count)];

    private bool Chance(string kind, double chance)
    {
        if (_random is null || _random.NextDouble() >= chance)
            return false;
        Happened[kind] = Happened.GetValueOrDefault(kind) + 1;
        return true;
    }
}
