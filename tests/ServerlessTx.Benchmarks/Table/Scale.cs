namespace ServerlessTx.Benchmarks;

/// <summary>How much work each measurement is: the same goals, fewer repetitions in a quick run.</summary>
internal sealed record Scale
{
    public static Scale Full { get; } = new();

    public static Scale Quick { get; } = new()
    {
        Warming = 1_000,
        Pairs = 100,
        MostInARun = 1_500,
        Transfers = 1_000,
        Contended = 500,
        PeerSeconds = 15,
        Finished = [0, 10_000],
        Open = 200,
        Events = [100, 10_000],
    };

    /// <summary>Transactions before anything is measured: the first thousands of a process are slower.</summary>
    public int Warming { get; private init; } = 8_000;

    /// <summary>Pairs of a saga and its floor, one after the other.</summary>
    public int Pairs { get; private init; } = 600;

    /// <summary>How often a run and its floor alternate; the median counts.</summary>
    public int Rounds { get; private init; } = 3;

    /// <summary>Transactions in a run.</summary>
    public int MostInARun { get; private init; } = 6_000;

    public int Transfers { get; private init; } = 5_000;

    public int Contended { get; private init; } = 2_000;

    /// <summary>How long one run of transfers may take.</summary>
    public int PeerSeconds { get; private init; } = 60;

    /// <summary>How many finished transactions are present.</summary>
    public IReadOnlyList<int> Finished { get; private init; } = [0, 10_000, 100_000];

    public int Open { get; private init; } = 1_000;

    /// <summary>How long a stream is.</summary>
    public IReadOnlyList<int> Events { get; private init; } = [100, 10_000, 100_000];

    /// <summary>Of a run with so many callers: enough to be in step, and no more than the table's own growth allows.</summary>
    public int InARun(int callers) => Math.Min(MostInARun, Math.Max(400, 100 * callers));
}
