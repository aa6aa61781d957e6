namespace ServerlessTx.Benchmarks;

/// <summary>Storage requests of a transaction, counted where they go out over HTTP.</summary>
internal static class RequestLines
{
    public static async IAsyncEnumerable<Line> MeasureAsync(Bench bench)
    {
        yield return await SagaAloneAsync(bench);
        yield return await SagasTogetherAsync(bench);
        foreach (var participants in new[] { 2, 8 })
        {
            yield return await VoteAsync(bench, $"two-phase commit of {participants}", NoOps.TwoPhaseCommit(participants));
            yield return await VoteAsync(bench, $"TCC of {participants}", NoOps.Tcc(participants));
        }

        yield return await CountAsync(bench, "replay of a start with its key", product => product.RunAsync("key"), most: 4);
        yield return await CountAsync(bench, "reading evidence", (product, id) => product.Client.EvidenceAsync(id), exactly: 1);
        yield return await CountAsync(bench, "reading how a transaction stands, which is what waiting for its end adds", (product, id) => product.Client.GetAsync(id), exactly: 1);
    }

    private static async Task<Line> SagaAloneAsync(Bench bench)
    {
        await using var table = await bench.TableAsync();
        await using var product = await Product.On(table, NoOps.Saga()).ReadyAsync();
        table.Counter.Reset();
        await product.RunAsync("key");
        var requests = table.Counter.Requests;
        return new("requests: saga of three steps with a key, alone", Text.Thousands(requests), Goal: Goal.Exactly(4, requests));
    }

    private static async Task<Line> SagasTogetherAsync(Bench bench)
    {
        const int Callers = 200;
        var count = bench.Scale.InARun(Callers);
        await using var table = await bench.TableAsync();
        await using var product = await Product.On(table, NoOps.Saga()).ReadyAsync();
        table.Counter.Reset();
        await Load.RateAsync(Callers, count, i => product.RunAsync($"key {i}"));
        var requests = (double)table.Counter.Requests / count;
        return new("requests: the same, each of 200 at once on 16 shards", Text.Thousands(requests), Goal: Goal.AtMost(0.5, requests));
    }

    private static async Task<Line> VoteAsync(Bench bench, string what, Workflow workflow)
    {
        await using var table = await bench.TableAsync();
        await using var product = await Product.On(table, workflow).ReadyAsync();
        table.Counter.Reset();
        await product.RunAsync();
        var requests = table.Counter.Requests;
        return new($"requests: {what}", Text.Thousands(requests), Goal: Goal.Exactly(3, requests));
    }

    private static async Task<Line> CountAsync(Bench bench, string what, Func<Product, Task> act, int most)
    {
        var requests = await CountAsync(bench, (product, _) => act(product));
        return new($"requests: {what}", Text.Thousands(requests), Goal: Goal.AtMost(most, requests));
    }

    private static async Task<Line> CountAsync(Bench bench, string what, Func<Product, TransactionId, Task> act, int exactly)
    {
        var requests = await CountAsync(bench, act);
        return new($"requests: {what}", Text.Thousands(requests), Goal: Goal.Exactly(exactly, requests));
    }

    private static async Task<int> CountAsync(Bench bench, Func<Product, TransactionId, Task> act)
    {
        await using var table = await bench.TableAsync();
        await using var product = await Product.On(table, NoOps.Saga()).ReadyAsync();
        var id = await product.RunAsync("key");
        table.Counter.Reset();
        await act(product, id);
        return table.Counter.Requests;
    }
}
