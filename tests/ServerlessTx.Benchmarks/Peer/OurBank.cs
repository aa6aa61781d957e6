using System.Text.Json;
using ServerlessTx.Samples;

namespace ServerlessTx.Benchmarks;

/// <summary>The sample of a two-phase commit over accounts and a ledger, its evidence and its rows in memory.</summary>
internal sealed class OurBank : IBank
{
    private readonly MemoryPartitionStore _rows = new();
    private readonly Product _product;

    public OurBank() => _product = Product.With(tx => tx.AddSamples(_ => _rows));

    public async Task<bool> TransferAsync(int from, int to)
    {
        var id = await _product.RunAsync("transfer", JsonSerializer.SerializeToElement(new { from = $"a{from}", to = $"a{to}", amount = 1 }));
        return (await _product.Client.GetAsync(id))!.Status is TransactionStatus.Committed;
    }

    public async Task<string> FaultsAsync(int accounts)
    {
        var store = _product.Get<SampleStore>();
        var locks = (await store.ReadAsync("locks"))!.Count;
        var balances = (await store.ReadAsync("accounts"))!.Select(account => account.GetProperty("balance").GetDecimal()).ToList();
        var off = balances.Sum() - balances.Count * AccountsDb.OpeningBalance;
        return $"{locks} locks left, {(off == 0 ? "money conserved" : $"{off} made or lost")}";
    }

    public ValueTask DisposeAsync() => _product.DisposeAsync();
}
