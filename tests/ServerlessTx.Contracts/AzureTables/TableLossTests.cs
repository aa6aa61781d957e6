using System.Net;
using Azure.Core.Pipeline;
using Azure.Data.Tables;

namespace ServerlessTx.Contracts;

/// <summary>What a lost answer of the real service leaves behind.</summary>
[Collection(AzuriteTestGroup.Name)]
public sealed class TableLossTests(AzuriteFixture azurite)
{
    private static readonly RowWrite[] Batch = [new RowWrite.Insert("a", new byte[] { 1 }), new RowWrite.Insert("b", new byte[] { 2 })];

    private readonly string _table = AzuriteFixture.FreshTable();

    [Fact]
    public async Task A_batch_whose_answer_was_lost_has_landed_once_and_conflicts_with_itself()
    {
        var lose = true;
        var network = new ScriptedHandler(async (request, send) =>
        {
            var answer = await send();
            return lose && ScriptedHandler.IsBatch(request) ? throw new HttpRequestException("The connection was reset.") : answer;
        });
        var store = await OpenAsync(network);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => store.CommitAsync("p", Batch));
        Assert.Equal(1, network.Requests);

        lose = false;
        Assert.Equal(new CommitResult.Conflict(0), await store.CommitAsync("p", Batch));
        Assert.Equal(2, (await store.ReadAsync("p", new RowQuery("a", "c"))).Rows.Count);
    }

    [Fact]
    public async Task A_read_outlasts_a_short_outage()
    {
        var outage = 2;
        var network = new ScriptedHandler((request, send) => request.Method == HttpMethod.Get && outage-- > 0
            ? Task.FromResult(new HttpResponseMessage(HttpStatusCode.ServiceUnavailable))
            : send());
        var store = await OpenAsync(network);
        Assert.Equal(CommitResult.Done, await store.CommitAsync("p", Batch));
        Assert.Equal(2, (await store.ReadAsync("p", new RowQuery("a", "c"))).Rows.Count);
    }

    [Fact]
    public async Task A_commit_that_is_cancelled_on_its_way_says_so_though_it_landed()
    {
        using var givingUp = new CancellationTokenSource();
        var network = new ScriptedHandler(async (request, send) =>
        {
            var answer = await send();
            if (ScriptedHandler.IsBatch(request))
                await givingUp.CancelAsync();
            givingUp.Token.ThrowIfCancellationRequested();
            return answer;
        });
        var store = await OpenAsync(network);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => store.CommitAsync("p", Batch, givingUp.Token));
        var another = await TablePartitionStore.OpenAsync(azurite.ConnectionString, _table);
        Assert.Equal(2, (await another.ReadAsync("p", new RowQuery("a", "c"))).Rows.Count);
    }

    [Fact]
    public async Task A_table_that_is_gone_is_an_outage_and_not_a_conflict()
    {
        var store = await TablePartitionStore.OpenAsync(azurite.ConnectionString, _table);
        await new TableServiceClient(azurite.ConnectionString).DeleteTableAsync(_table);
        RowWrite[] writes = [new RowWrite.Insert("a", default), new RowWrite.Replace("a", "*", default), new RowWrite.Delete("a", "*")];
        foreach (var write in writes)
        {
            var failure = await Assert.ThrowsAsync<StoreUnavailableException>(() => store.CommitAsync("p", [write]));
            Assert.Contains("TableNotFound", failure.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_table_that_is_there_is_opened_with_its_rows()
    {
        Assert.Equal(CommitResult.Done, await (await TablePartitionStore.OpenAsync(azurite.ConnectionString, _table)).CommitAsync("p", Batch));
        var again = await TablePartitionStore.OpenAsync(azurite.ConnectionString, _table);
        Assert.Equal(["a", "b"], (await again.ReadAsync("p", new RowQuery("a", "c"))).Rows.Select(row => row.Key));
    }

    private Task<TablePartitionStore> OpenAsync(ScriptedHandler network) => TablePartitionStore.OpenAsync(
        options =>
        {
            options.Transport = new HttpClientTransport(new HttpClient(network));
            options.Retry.Delay = options.Retry.MaxDelay = TimeSpan.FromMilliseconds(1);
            return new TableServiceClient(azurite.ConnectionString, options);
        },
        _table);
}
