using System.Text;

namespace ServerlessTx.Contracts;

/// <summary>
/// What every <see cref="IPartitionStore"/> promises. <see cref="MemoryPartitionStore"/> is the reference: what it returns, all return.
/// </summary>
public abstract partial class PartitionStoreContract : IAsyncLifetime
{
    private const string Partition = "07";

    private static readonly CommitResult Done = CommitResult.Done;

    private IPartitionStore _raw = null!;

    /// <summary>The store under test.</summary>
    protected IPartitionStore Store { get; private set; } = null!;

    /// <summary>A store that nobody else writes, with nothing in it.</summary>
    protected abstract Task<IPartitionStore> OpenAsync();

    /// <summary>The decorators under test, if any; a test may put a fault beneath them.</summary>
    protected virtual IPartitionStore Over(IPartitionStore store) => store;

    public async Task InitializeAsync() => Store = Over(_raw = await OpenAsync());

    public Task DisposeAsync() => Task.CompletedTask;

    private static RowWrite.Insert Insert(string key, string text = "") => new(key, Bytes(text));

    private static RowWrite.Replace Replace(string key, string eTag, string text = "") => new(key, eTag, Bytes(text));

    private static RowWrite.Delete Delete(string key, string eTag = RowWrite.AnyETag) => new(key, eTag);

    private static CommitResult ConflictAt(int index) => new CommitResult.Conflict(index);

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static string Text(Row row) => Encoding.UTF8.GetString(row.Payload.Span);

    private Task<CommitResult> CommitAsync(params RowWrite[] batch) => Store.CommitAsync(Partition, batch);

    private async Task GivenAsync(params RowWrite[] rows)
    {
        foreach (var batch in rows.Chunk(StoreLimits.BatchWrites))
            Assert.Equal(Done, await CommitAsync(batch));
    }

    private async Task<Row> RowAsync(string key) =>
        Assert.Single((await Store.ReadAsync(Partition, RowQuery.Single(key))).Rows);

    private async Task<List<Row>> RowsAsync(RowQuery query)
    {
        var rows = new List<Row>();
        while (true)
        {
            var page = await Store.ReadAsync(Partition, query);
            rows.AddRange(page.Rows);
            if (!page.HasMore)
                return rows;
            query = query.After(rows[^1].Key);
        }
    }

    private async Task<string> KeysAsync(RowQuery query) => string.Join(", ", (await RowsAsync(query)).Select(row => row.Key));

    /// <summary>The whole partition as a person reads it: <c>key=text</c>.</summary>
    private async Task<string> ContentsAsync() =>
        string.Join(", ", (await RowsAsync(Everything)).Select(row => $"{row.Key}={Text(row)}"));

    private static RowQuery Everything { get; } = new("", "\uFFFD");
}
