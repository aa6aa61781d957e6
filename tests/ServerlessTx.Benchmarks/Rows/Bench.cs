namespace ServerlessTx.Benchmarks;

/// <summary>What every measurement needs: an Azurite, and how much work is asked for.</summary>
internal sealed class Bench(string connectionString, Scale scale)
{
    public Scale Scale => scale;

    public Task<FreshTable> TableAsync() => FreshTable.OpenAsync(connectionString);

    /// <summary>The first thousands of transactions of a process run on code that is not compiled well yet.</summary>
    public async Task WarmAsync()
    {
        await using var inMemory = Product.On(new MemoryPartitionStore(), NoOps.Saga());
        await Load.RateAsync(16, scale.Warming, _ => inMemory.RunAsync());
        await using var table = await TableAsync();
        await using var product = Product.On(table, NoOps.Saga());
        await Load.RateAsync(16, scale.Warming / 4, _ => product.RunAsync());
        await using var other = await TableAsync();
        await new HandWritten(await SagaRows.OfOneAsync(withKey: false), other.Client).EachAloneAsync(16, scale.Warming / 4);
    }
}
