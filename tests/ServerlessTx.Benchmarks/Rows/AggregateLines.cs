using System.Diagnostics;
using Accounts = ServerlessTx.Aggregates<ServerlessTx.Samples.Account, ServerlessTx.Samples.AccountCommand, ServerlessTx.Samples.AccountEvent>;
using BankAccount = ServerlessTx.Samples.Account;
using Command = ServerlessTx.Samples.AccountCommand;

namespace ServerlessTx.Benchmarks;

/// <summary>Event-sourced aggregates: what a command costs, what a long stream costs, and many writers against hand-written code.</summary>
internal static class AggregateLines
{
    private const int Writers = 64;
    private const int Aggregates = 1_000;
    private const int Loads = 200;
    private const int BatchesOnTheirWay = 3;

    private const double Flat = 1.5;
    private const double LeastOfTheFloor = 0.8;

    public static async IAsyncEnumerable<Line> MeasureAsync(Bench bench)
    {
        yield return await AppendAloneAsync(bench);
        yield return await WarmCommandAsync(bench);
        await foreach (var line in LoadsAsync(bench))
            yield return line;
        yield return await WritersAsync(bench);
    }

    private static async Task<Line> AppendAloneAsync(Bench bench)
    {
        await using var table = await bench.TableAsync();
        var stored = new StoredAppend(1, 1, "[{}]"u8.ToArray(), ChainHash.Zero);
        var append = new StreamAppend("Benchmark:a", stored) { Beside = [Feed.RowOf("Benchmark:a", stored, DateTimeOffset.UnixEpoch)] };
        table.Counter.Reset();
        await new StreamStore(table.Store, TimeProvider.System).AppendAsync("g00", append, default);
        return new("aggregates: requests of an append with its feed row", Text.Thousands(table.Counter.Requests), Goal: Goal.Exactly(1, table.Counter.Requests));
    }

    private static async Task<Line> WarmCommandAsync(Bench bench)
    {
        await using var table = await bench.TableAsync();
        var accounts = await OpenAsync(table.Store, 1);
        table.Counter.Reset();
        await accounts.HandleAsync("a0", new Command.Deposit(1m), new CommandTerms { IdempotencyKey = "key" });
        return new("aggregates: requests of a command with a key on an aggregate that is known", Text.Thousands(table.Counter.Requests), Goal: Goal.Exactly(2, table.Counter.Requests));
    }

    /// <summary>By a process that knows nothing yet, on the memory store: Azurite grows with the rows of a partition.</summary>
    private static async IAsyncEnumerable<Line> LoadsAsync(Bench bench)
    {
        var store = new MemoryPartitionStore();
        var accounts = await OpenAsync(store, 1);
        var (present, first) = (1, 0.0);
        foreach (var events in bench.Scale.Events)
        {
            for (; present < events; present++)
                await accounts.HandleAsync("a0", new Command.Deposit(1m));
            var times = new List<double>();
            for (var load = 0; load < Loads; load++)
            {
                var cold = new Accounts(BankAccount.Type, store, TimeProvider.System);
                var began = Stopwatch.GetTimestamp();
                await cold.LoadAsync("a0");
                times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            }

            first = first == 0 ? times.Median() : first;
            yield return new(
                Text.Of($"aggregates: loading one of {events:#,0} events, cold, on the memory store"), Text.Ms(times.Median()),
                Goal: Goal.AtMost(Flat, times.Median() / first, " × the first"));
        }
    }

    private static async Task<Line> WritersAsync(Bench bench)
    {
        var count = bench.Scale.InARun(Writers);
        var (ours, floor) = (new List<double>(), new List<double>());
        for (var round = 0; round < bench.Scale.Rounds; round++)
        {
            // To and fro, so that neither is always the first.
            foreach (var isOurs in round % 2 == 0 ? new[] { true, false } : [false, true])
                (isOurs ? ours : floor).Add(isOurs ? await OursAsync(bench, count) : await HandAsync(bench, count));
        }

        var ratio = ours.Median() / floor.Median();
        return new(
            Text.Of($"aggregates: commands a second, {Aggregates:#,0} aggregates by {Writers} writers"), Text.Thousands(ours.Median()),
            Text.Of($"{Text.Thousands(floor.Median())} by hand: a read and a batch of the same two rows"), Goal.AtLeast(LeastOfTheFloor, ratio, " × the floor"));
    }

    private static async Task<double> OursAsync(Bench bench, int count)
    {
        await using var table = await bench.TableAsync();
        var accounts = await OpenAsync(new GroupCommitStore(table.Store, BatchesOnTheirWay), Aggregates);
        return await Load.RateAsync(Writers, count, i => accounts.HandleAsync($"a{i % Aggregates}", new Command.Deposit(1m)));
    }

    private static async Task<double> HandAsync(Bench bench, int count)
    {
        await using var table = await bench.TableAsync();
        var hand = new HandStreams(table.Client);
        await Load.RateAsync(Writers, Aggregates, hand.AppendAsync);
        return await Load.RateAsync(Writers, count, i => hand.AppendAsync(i % Aggregates));
    }

    private static async Task<Accounts> OpenAsync(IPartitionStore store, int count)
    {
        var accounts = new Accounts(BankAccount.Type, store, TimeProvider.System);
        await Load.RateAsync(Writers, count, i => accounts.HandleAsync($"a{i}", new Command.Open("cust_1", "EUR", 0m)));
        return accounts;
    }
}
