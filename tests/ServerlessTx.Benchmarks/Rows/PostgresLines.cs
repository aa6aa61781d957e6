using ServerlessTx.AzureTables;

namespace ServerlessTx.Benchmarks;

/// <summary>
/// Two-phase commits over two real databases: the floor, ours with evidence in memory and ours with evidence on Azurite take turns, so that
/// whatever else the machine does meets all. The batches of that evidence, written with nothing else, are what Azurite itself allows.
/// </summary>
internal static class PostgresLines
{
    private const int Callers = 32;
    private const double LeastInMemory = 0.6;
    private const double LeastOnAzurite = 0.2;

    public static async IAsyncEnumerable<Line> MeasureAsync(Bench bench)
    {
        await using var servers = await TwoServers.StartAsync();
        var before = await servers.TotalAsync();
        await using var hand = new HandWrittenVote(servers);
        var count = bench.Scale.Transfers / 2;
        var rows = await RowsAsync(servers);
        await using var inMemory = await OurVote.StartAsync(servers, tx => tx.UseStore("memory", _ => new MemoryPartitionStore()));
        var ways = new (List<double> Rates, Func<Task<double>> RunAsync)[]
        {
            ([], () => Load.RateAsync(Callers, count, number => hand.TransferAsync(number % TwoServers.Accounts))),
            ([], () => OursAsync(inMemory, count)),
            ([], () => OnAzuriteAsync(bench, servers, count)),
            ([], () => CeilingAsync(bench, rows, count)),
        };
        // Much of the process's time is compiling at first, and ours has more to compile.
        await Load.RateAsync(Callers, bench.Scale.Warming, number => hand.TransferAsync(number % TwoServers.Accounts));
        await OursAsync(inMemory, bench.Scale.Warming);
        foreach (var (_, runAsync) in ways)
            await runAsync();
        for (var round = 0; round < bench.Scale.Rounds; round++)
        {
            // To and fro, so that none is always the first.
            foreach (var (rates, runAsync) in round % 2 == 0 ? ways : Enumerable.Reverse(ways))
                rates.Add(await runAsync());
        }

        var (byHand, memory, azurite, ceiling) = (ways[0].Rates.Median(), ways[1].Rates.Median(), ways[2].Rates.Median(), ways[3].Rates.Median());
        var isWhole = await servers.TotalAsync() == before;
        yield return new(
            $"postgres: two-phase commits over two servers, {Callers} at once, evidence in memory",
            $"{Text.Rate(memory)}, {Text.Times(memory / byHand)}", $"{Text.Rate(byHand)} by hand, without a coordinator's log",
            Goal.AtLeast(LeastInMemory, memory / byHand, " ×"));
        yield return new(
            $"postgres: the same, evidence on Azurite, {(isWhole ? "all money there" : "**money lost**")}",
            $"{Text.Rate(azurite)}, {Text.Times(azurite / byHand)}",
            $"{Text.Rate(ceiling)} for the batches of their evidence alone, of which ours are {Text.Times(azurite / ceiling)}",
            Goal.AtLeast(LeastOnAzurite, azurite / byHand, " ×"));
    }

    private static Task<double> OursAsync(Product product, int count) =>
        Load.RateAsync(Callers, count, number => product.TransferAsync(number % TwoServers.Accounts));

    private static async Task<double> OnAzuriteAsync(Bench bench, TwoServers servers, int count)
    {
        await using var table = await bench.TableAsync();
        await using var product = await OurVote.StartAsync(servers, tx => tx.UseAzureTables(table.Store, Product.BatchesInFlight));
        // To connect is no part of a transfer.
        await OursAsync(product, 10 * Callers);
        return await OursAsync(product, count);
    }

    /// <summary>The better of the two ways in which hand-written code can send them.</summary>
    private static async Task<double> CeilingAsync(Bench bench, SagaRows rows, int count)
    {
        await using var one = await bench.TableAsync();
        await using var other = await bench.TableAsync();
        return Math.Max(await new HandWritten(rows, one.Client).EachAloneAsync(Callers, count), await new HandWritten(rows, other.Client).PackedAsync(Callers, count));
    }

    /// <summary>The evidence of one real transfer.</summary>
    private static async Task<SagaRows> RowsAsync(TwoServers servers)
    {
        var store = new RecordingStore();
        await using var product = await OurVote.StartAsync(servers, tx => tx.UseStore("memory", _ => store));
        await product.TransferAsync(0);
        store.Batches.Clear();
        return SagaRows.Of(store, await product.TransferAsync(1));
    }
}
