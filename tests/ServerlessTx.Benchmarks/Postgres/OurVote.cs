using ServerlessTx.Participants.PostgreSql;
using ServerlessTx.Samples;

namespace ServerlessTx.Benchmarks;

/// <summary>The same transfers as an application of the product makes them.</summary>
internal sealed class OurVote : IAsyncDisposable
{
    private const string North = Transfer.Accounts;
    private const string South = Transfer.Ledger;

    private readonly Product _product;
    private readonly ITransferWork _work;

    private OurVote(Product product, ITransferWork work) => (_product, _work) = (product, work);

    public static async Task<OurVote> StartAsync(TwoServers servers, ITransferWork work, Func<ServerlessTxBuilder, ServerlessTxBuilder> evidence)
    {
        var product = Product.With(tx => evidence(tx)
            .AddPostgreSql(North, servers.North)
            .AddPostgreSql(South, servers.South)
            .AddWorkflow(services => work.Define(services.PostgreSql(North), services.PostgreSql(South))));
        foreach (var name in new[] { North, South })
            await product.Get<IServiceProvider>().PostgreSql(name).EnsureSchemaAsync();
        return new(product, work);
    }

    public Task<TransactionId> TransferAsync(int account) => _product.RunAsync(_work.Name, _work.Input(account));

    public ValueTask DisposeAsync() => _product.DisposeAsync();
}
