using Azure.Data.Tables;

namespace ServerlessTx.Benchmarks;

/// <summary>The floor: the batches of a saga written with the table's client and nothing else. No evidence is built, nothing is decided.</summary>
internal sealed class HandWritten(SagaRows rows, TableClient table)
{
    private const int Shards = 16;
    private const int MostInABatch = 100;

    /// <summary>One saga's batches, back to back.</summary>
    public async Task OneAsync()
    {
        var id = SagaRows.NewId();
        for (var batch = 0; batch < rows.Batches; batch++)
            await table.SubmitTransactionAsync(rows.Actions(batch, id));
    }

    /// <summary>Every caller by itself.</summary>
    public Task<double> EachAloneAsync(int callers, int count) => Load.RateAsync(callers, count, _ => OneAsync());

    /// <summary>
    /// As well as it can be packed: those who are in flight go in step, all of a shard together, as many in a batch as it holds and as many
    /// batches on their way as Azurite likes.
    /// </summary>
    public async Task<double> PackedAsync(int callers, int count)
    {
        var lanes = Math.Min(Shards, callers);
        var together = Math.Max(1, callers / lanes);
        using var onTheirWay = new SemaphoreSlim(Product.BatchesInFlight);
        return together * await Load.RateAsync(lanes, count / together, async turn =>
        {
            var ids = Enumerable.Range(0, together).Select(_ => SagaRows.NewId(turn % Shards)).ToList();
            for (var batch = 0; batch < rows.Batches; batch++)
                await SubmitAsync(ids.SelectMany(id => rows.Actions(batch, id)), onTheirWay);
        });
    }

    private async Task SubmitAsync(IEnumerable<TableTransactionAction> actions, SemaphoreSlim onTheirWay)
    {
        foreach (var some in actions.Chunk(MostInABatch))
        {
            await onTheirWay.WaitAsync();
            try
            {
                await table.SubmitTransactionAsync(some);
            }
            finally
            {
                onTheirWay.Release();
            }
        }
    }
}
