using ServerlessTx.AzureTables;

namespace ServerlessTx.Benchmarks;

/// <summary>
/// Two-phase commits over two real databases: the floor, ours with evidence in memory and ours with evidence on Azurite take turns, so that
/// whatever else the machine does meets all. The batches of that evidence, written with nothing else, are what Azurite itself allows. What a
/// branch does is the sample's transfer; the least that it can do stands beside it.
/// </summary>
internal static class PostgresLines
{
    private const int Callers = 32;
    private const double LeastInMemory = 0.6;
    private const double LeastOnAzurite = 0.2;

    public static async IAsyncEnumerable<Line> MeasureAsync(Bench bench)
    {
        var (sample, least) = (new SampleTransfer(), new OneStatement());
        await using var servers = await TwoServers.StartAsync(sample, least);
        await using var hand = new HandWrittenVote(servers, sample);
        await using var ours = await OurVote.StartAsync(servers, sample, InMemory);
        await using var handLeast = new HandWrittenVote(servers, least);
        await using var oursLeast = await OurVote.StartAsync(servers, least, InMemory);
        var before = (await servers.SumAsync(sample), await servers.SumAsync(least));
        var count = bench.Scale.Transfers / 2;
        var rows = await RowsAsync(servers, sample);
        var ways = new (List<double> Rates, Func<Task<double>> RunAsync)[]
        {
            ([], () => RateAsync(hand.TransferAsync, count)),
            ([], () => RateAsync(ours.TransferAsync, count)),
            ([], () => RateAsync(handLeast.TransferAsync, count)),
            ([], () => RateAsync(oursLeast.TransferAsync, count)),
            ([], () => OnAzuriteAsync(bench, servers, sample, count)),
            ([], () => CeilingAsync(bench, rows, count)),
        };
        // Much of the process's time is compiling at first, and ours has more to compile.
        foreach (var transferAsync in new Func<int, Task>[] { hand.TransferAsync, ours.TransferAsync, handLeast.TransferAsync, oursLeast.TransferAsync })
            await RateAsync(transferAsync, bench.Scale.Warming);
        foreach (var (_, runAsync) in ways)
            await runAsync();
        for (var round = 0; round < bench.Scale.Rounds; round++)
        {
            // To and fro, so that none is always the first.
            foreach (var (rates, runAsync) in round % 2 == 0 ? ways : Enumerable.Reverse(ways))
                rates.Add(await runAsync());
        }

        var rate = ways.Select(way => way.Rates.Median()).ToList();
        var isWhole = (await servers.SumAsync(sample), await servers.SumAsync(least)) == before;
        yield return new(
            $"postgres: the sample's transfer over two servers, {Callers} at once, evidence in memory",
            $"{Text.Rate(rate[1])}, {Text.Times(rate[1] / rate[0])}", $"{Text.Rate(rate[0])} by hand, without a coordinator's log",
            Goal.AtLeast(LeastInMemory, rate[1] / rate[0], " ×"));
        yield return new(
            "postgres: the least that a branch can do, one statement, evidence in memory",
            $"{Text.Rate(rate[3])}, {Text.Times(rate[3] / rate[2])}", $"{Text.Rate(rate[2])} by hand, without a coordinator's log");
        yield return new(
            $"postgres: the sample's transfer, evidence on Azurite, {(isWhole ? "all money there" : "**money lost**")}",
            $"{Text.Rate(rate[4])}, {Text.Times(rate[4] / rate[0])}",
            $"{Text.Rate(rate[5])} for the batches of their evidence alone, of which ours are {Text.Times(rate[4] / rate[5])}",
            Goal.AtLeast(LeastOnAzurite, rate[4] / rate[0], " ×"));
    }

    private static ServerlessTxBuilder InMemory(ServerlessTxBuilder tx) => tx.UseStore("memory", _ => new MemoryPartitionStore());

    private static Task<double> RateAsync(Func<int, Task> transferAsync, int count) =>
        Load.RateAsync(Callers, count, number => transferAsync(number % TwoServers.Accounts));

    private static async Task<double> OnAzuriteAsync(Bench bench, TwoServers servers, ITransferWork work, int count)
    {
        await using var table = await bench.TableAsync();
        await using var ours = await OurVote.StartAsync(servers, work, tx => tx.UseAzureTables(table.Store, Product.BatchesInFlight));
        // To connect is no part of a transfer.
        await RateAsync(ours.TransferAsync, 10 * Callers);
        return await RateAsync(ours.TransferAsync, count);
    }

    /// <summary>The better of the two ways in which hand-written code can send them.</summary>
    private static async Task<double> CeilingAsync(Bench bench, SagaRows rows, int count)
    {
        await using var one = await bench.TableAsync();
        await using var other = await bench.TableAsync();
        return Math.Max(await new HandWritten(rows, one.Client).EachAloneAsync(Callers, count), await new HandWritten(rows, other.Client).PackedAsync(Callers, count));
    }

    /// <summary>The evidence of one real transfer.</summary>
    private static async Task<SagaRows> RowsAsync(TwoServers servers, ITransferWork work)
    {
        var store = new RecordingStore();
        await using var ours = await OurVote.StartAsync(servers, work, tx => tx.UseStore("memory", _ => store));
        await ours.TransferAsync(0);
        store.Batches.Clear();
        return SagaRows.Of(store, await ours.TransferAsync(1));
    }
}
