using Azure;
using Azure.Core;
using Azure.Data.Tables;

namespace ServerlessTx.AzureTables;

/// <summary>
/// Rows in one table of Azure Table Storage, or of Azurite: a partition is a partition, a key is a row key, and a batch is one
/// entity group transaction.
/// </summary>
public sealed class TablePartitionStore : IPartitionStore
{
    // The most entities the service returns for one query.
    private const int PageRows = 1000;

    private const string AzuriteAccount = "devstoreaccount1";

    private const string SendAgain = "send the same batch again: it may have been stored";
    private const string ReadAgain = "read again";

    // The service gives an operation up after 30 s; a connection that is silent for longer has no answer to bring.
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(35);

    private readonly TableClient _commits;
    private readonly TableClient _reads;

    private TablePartitionStore(TableClient commits, TableClient reads)
    {
        _commits = commits;
        _reads = reads;
    }

    /// <summary>Opens a table of a storage account, and creates it where it is missing.</summary>
    /// <param name="connectionString">Of a storage account, or of Azurite.</param>
    /// <param name="table">3 to 63 letters and digits, a letter first.</param>
    /// <param name="cancellation">Ends the wait for the service.</param>
    /// <exception cref="StoreUnavailableException">The service did not answer.</exception>
    public static Task<TablePartitionStore> OpenAsync(string connectionString, string table, CancellationToken cancellation = default) =>
        OpenAsync(options => new TableServiceClient(connectionString, options), table, cancellation);

    /// <summary>Opens a table with a client of the caller's making, for a managed identity, say, and creates it where it is missing.</summary>
    /// <param name="connect">
    /// Makes a client with the options it is given. It is called once for commits, which are never repeated by the client, because only who
    /// sent a batch can tell a conflict with itself from another's, and once for reads.
    /// </param>
    /// <param name="table">3 to 63 letters and digits, a letter first.</param>
    /// <param name="cancellation">Ends the wait for the service.</param>
    /// <exception cref="StoreUnavailableException">The service did not answer.</exception>
    /// <exception cref="ArgumentException">The client would repeat commits.</exception>
    public static async Task<TablePartitionStore> OpenAsync(
        Func<TableClientOptions, TableServiceClient> connect, string table, CancellationToken cancellation = default)
    {
        var once = Options(retries: 0);
        var commits = connect(once).GetTableClient(table);
        if (once.Retry.MaxRetries > 0)
            throw new ArgumentException("The client must not repeat commits: leave Retry.MaxRetries as it is given.", nameof(connect));
        var reads = connect(Options(retries: 3)).GetTableClient(table);
        try
        {
            await reads.CreateIfNotExistsAsync(cancellation);
        }
        catch (Exception failure) when (TableFailure.IsUnavailable(failure, cancellation))
        {
            throw TableFailure.Unavailable(reads.Uri, "open it again", failure);
        }

        return new TablePartitionStore(commits, reads);
    }

    /// <summary>
    /// What evidence says it rests on: <c>azurite</c> for the emulator, which may lose what it acknowledged, else <c>azure_tables</c>.
    /// </summary>
    public string Kind => _reads.Uri.IsLoopback || _reads.AccountName == AzuriteAccount ? "azurite" : "azure_tables";

    /// <inheritdoc/>
    public async Task<RowPage> ReadAsync(string partition, RowQuery query, CancellationToken cancellation = default)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey ge {query.From} and RowKey lt {query.To}");
        var pages = _reads.QueryAsync<TableEntity>(
            filter, Math.Min(query.Limit, PageRows), query.WithPayload ? null : RowEntity.WithoutPayload, cancellation).AsPages();
        try
        {
            // The service may return an empty page in the middle of a range.
            await foreach (var page in pages)
            {
                if (page.Values.Count > 0)
                    return new RowPage([.. page.Values.Select(RowEntity.ToRow)], page.ContinuationToken is not null);
            }

            return new RowPage([], false);
        }
        catch (Exception failure) when (TableFailure.IsUnavailable(failure, cancellation))
        {
            throw TableFailure.Unavailable(_reads.Uri, ReadAgain, failure);
        }
    }

    /// <inheritdoc/>
    public async Task<CommitResult> CommitAsync(string partition, IReadOnlyList<RowWrite> batch, CancellationToken cancellation = default)
    {
        StoreLimits.Check(partition, batch);
        cancellation.ThrowIfCancellationRequested();
        try
        {
            await _commits.SubmitTransactionAsync(batch.Select(write => ToAction(partition, write)), cancellation);
            return CommitResult.Done;
        }
        catch (TableTransactionFailedException failure)
            when (TableFailure.IsConflict(failure) && failure.FailedTransactionActionIndex is { } index)
        {
            return new CommitResult.Conflict(index);
        }
        catch (Exception failure) when (TableFailure.IsUnavailable(failure, cancellation))
        {
            throw TableFailure.Unavailable(_commits.Uri, SendAgain, failure);
        }
    }

    private static TableClientOptions Options(int retries)
    {
        var options = new TableClientOptions();
        options.Retry.MaxRetries = retries;
        options.Retry.Mode = RetryMode.Exponential;
        options.Retry.Delay = TimeSpan.FromMilliseconds(200);
        options.Retry.NetworkTimeout = Silence;
        return options;
    }

    private static TableTransactionAction ToAction(string partition, RowWrite write) => write switch
    {
        RowWrite.Insert insert => new(
            TableTransactionActionType.Add, RowEntity.From(partition, insert.Key, insert.Payload, insert.Columns)),
        RowWrite.Replace replace => new(
            TableTransactionActionType.UpdateReplace,
            RowEntity.From(partition, replace.Key, replace.Payload, replace.Columns),
            new ETag(replace.ETag)),
        RowWrite.Delete delete => new(
            TableTransactionActionType.Delete, new TableEntity(partition, delete.Key), new ETag(delete.ETag)),
        _ => throw new InvalidOperationException($"Unknown write {write}."),
    };
}
