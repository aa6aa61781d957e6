using Azure.Data.Tables;

namespace ServerlessTx.AzureTables;

/// <summary>
/// How a row lies in a table: the payload in binary properties <c>p0</c>, <c>p1</c>, … of 64 KiB, the names of its columns in <c>n</c>
/// and their values, in the same order, in <c>c0</c>, <c>c1</c>, …
/// </summary>
/// <remarks>Columns are numbered because a query can leave the payload out only by naming all it wants, and columns have any names.</remarks>
internal static class RowEntity
{
    private const int ChunkBytes = 64 * 1024;
    private const string Names = "n";

    private static readonly string[] Values = [.. Enumerable.Range(0, StoreLimits.Columns).Select(i => $"c{i}")];

    private static readonly string[] Chunks = [.. Enumerable.Range(0, (StoreLimits.RowBytes / ChunkBytes) + 1).Select(i => $"p{i}")];

    /// <summary>What a query asks for that leaves the payload out. The ETag comes unasked.</summary>
    public static IReadOnlyList<string> WithoutPayload { get; } = ["RowKey", Names, .. Values];

    public static TableEntity From(string partition, string key, ReadOnlyMemory<byte> payload, IReadOnlyDictionary<string, string> columns)
    {
        var entity = new TableEntity(partition, key);
        for (var (chunk, left) = (0, payload); left.Length > 0; chunk++)
        {
            var length = Math.Min(left.Length, ChunkBytes);
            entity[Chunks[chunk]] = left[..length].ToArray();
            left = left[length..];
        }

        if (columns.Count > 0)
            entity[Names] = string.Join(',', columns.Keys);
        foreach (var (value, name) in columns.Values.Zip(Values))
            entity[name] = value;
        return entity;
    }

    public static Row ToRow(TableEntity entity) => new(entity.RowKey, PayloadOf(entity), ColumnsOf(entity), entity.ETag.ToString());

    private static byte[] PayloadOf(TableEntity entity)
    {
        var chunks = Chunks.Select(entity.GetBinary).TakeWhile(chunk => chunk is not null).ToList();
        if (chunks.Count == 1)
            return chunks[0];
        var payload = new byte[chunks.Sum(chunk => chunk.Length)];
        var end = 0;
        foreach (var chunk in chunks)
        {
            chunk.CopyTo(payload, end);
            end += chunk.Length;
        }

        return payload;
    }

    private static Dictionary<string, string> ColumnsOf(TableEntity entity) => entity.GetString(Names) is { } names
        ? names.Split(',').Zip(Values).ToDictionary(column => column.First, column => entity.GetString(column.Second), StringComparer.Ordinal)
        : [];
}
