using System.Collections.Concurrent;
using System.Text;

namespace ServerlessTx.Specifications;

/// <summary>A store that remembers every byte that was ever written to it, deleted or not.</summary>
internal sealed class EverythingWritten(IPartitionStore store) : IPartitionStore
{
    private readonly ConcurrentQueue<RowWrite> _writes = new();

    public Task<RowPage> ReadAsync(string partition, RowQuery query, CancellationToken cancellation = default) => store.ReadAsync(partition, query, cancellation);

    public Task<CommitResult> CommitAsync(string partition, IReadOnlyList<RowWrite> batch, CancellationToken cancellation = default)
    {
        foreach (var write in batch)
            _writes.Enqueue(write);
        return store.CommitAsync(partition, batch, cancellation);
    }

    /// <summary>The kinds of rows that a text stands in, by the first letter of their keys.</summary>
    public string KindsWith(string text) => string.Concat(_writes.Where(write => TextOf(write).Contains(text, StringComparison.Ordinal)).Select(write => write.Key[0]).Distinct().Order());

    private static string TextOf(RowWrite write) => write switch
    {
        RowWrite.Insert insert => TextOf(insert.Key, insert.Payload, insert.Columns),
        RowWrite.Replace replace => TextOf(replace.Key, replace.Payload, replace.Columns),
        _ => write.Key,
    };

    private static string TextOf(string key, ReadOnlyMemory<byte> payload, IReadOnlyDictionary<string, string> columns) =>
        $"{key} {Encoding.UTF8.GetString(payload.Span)} {string.Join(' ', columns.Values)}";
}
