using Azure.Core;
using Azure.Data.Tables;
using ServerlessTx.AzureTables;

namespace ServerlessTx.Benchmarks;

/// <summary>
/// A table for one measurement: Azurite slows down with the rows of a partition. Ours goes through the product's store and the floor
/// through the client that the store is built on.
/// </summary>
internal sealed class FreshTable : IAsyncDisposable
{
    private FreshTable(TablePartitionStore store, TableClient client, RequestCounter counter) => (Store, Client, Counter) = (store, client, counter);

    public TablePartitionStore Store { get; }

    public TableClient Client { get; }

    public RequestCounter Counter { get; }

    public static async Task<FreshTable> OpenAsync(string connectionString)
    {
        var counter = new RequestCounter();
        var name = $"t{Guid.NewGuid():N}";
        var store = await TablePartitionStore.OpenAsync(
            options =>
            {
                options.AddPolicy(counter, HttpPipelinePosition.PerRetry);
                return new TableServiceClient(connectionString, options);
            },
            name);
        var once = new TableClientOptions();
        once.Retry.MaxRetries = 0;
        return new FreshTable(store, new TableServiceClient(connectionString, once).GetTableClient(name), counter);
    }

    public async ValueTask DisposeAsync() => await Client.DeleteAsync();
}
