using System.Globalization;
using System.Runtime.CompilerServices;

namespace ServerlessTx;

/// <summary>
/// Streams over partitions. Inserting the row of the next version is the condition of an append; there is no head row.
/// </summary>
internal sealed class StreamStore(IPartitionStore store, TimeProvider time)
{
    /// <summary>A key has ten digits for a version.</summary>
    public const long MostVersions = 9_999_999_999;

    private const string Previous = "previous_hash";
    private const string Count = "count";

    private static readonly TimeSpan[] Pauses = [.. new[] { 20, 100, 400, 1000 }.Select(ms => TimeSpan.FromMilliseconds(ms))];

    public async Task<IReadOnlyList<StoredAppend>> ReadAsync(string partition, string stream, StreamHead after, CancellationToken cancellation)
    {
        var appends = new List<StoredAppend>();
        await foreach (var append in EnumerateAsync(partition, stream, after, cancellation))
            appends.Add(append);
        return appends;
    }

    /// <summary>The appends with records behind a version, in order, until they hold as many as are wanted or the stream ends.</summary>
    /// <param name="partition">Where the stream is.</param>
    /// <param name="stream">The stream.</param>
    /// <param name="after">The version; it may stand inside an append.</param>
    /// <param name="limit">How many records are wanted.</param>
    /// <param name="mostOfAnAppend">No append of the stream holds more.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task<IReadOnlyList<StoredAppend>> PageAsync(
        string partition, string stream, long after, int limit, int mostOfAnAppend, CancellationToken cancellation)
    {
        // An append is found by its first version, which is at most so far before the one that is wanted.
        var query = new RowQuery(Key(stream, Math.Max(1, after + 2 - mostOfAnAppend)), End(stream), limit + mostOfAnAppend);
        var page = new List<StoredAppend>();
        var records = 0L;
        await foreach (var row in store.ReadAllAsync(partition, query, cancellation))
        {
            var append = Parse(row, stream);
            if (append.Head.Version <= after)
                continue;
            page.Add(append);
            records += append.Head.Version - Math.Max(after, append.Version - 1);
            if (records >= limit)
                break;
        }

        return page;
    }

    /// <summary>Appends at the version behind a head, in one batch with other writes of its partition.</summary>
    /// <exception cref="StoreUnavailableException">The store did not answer for as long as it was asked; the append may stand all the same.</exception>
    public async Task<AppendResult> AppendAsync(string partition, StreamAppend append, CancellationToken cancellation)
    {
        RowWrite[] batch = [RowOf(append), .. append.Beside];
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                return await store.CommitAsync(partition, batch, cancellation) switch
                {
                    CommitResult.Committed => new AppendResult.Appended(append.Stored.Head),
                    // Nothing was sent before, so a condition beside the append is all that failed.
                    CommitResult.Conflict { Index: > 0 } conflict when attempt == 0 => new AppendResult.Refused(conflict.Index - 1),
                    // Once a send went unanswered a conflict may be with ourselves: the same bytes at that version are success,
                    // whoever wrote them.
                    CommitResult.Conflict conflict => await ReadBackAsync(partition, append, conflict.Index - 1, cancellation),
                    var other => throw new InvalidOperationException($"Unknown result {other}."),
                };
            }
            catch (StoreUnavailableException) when (attempt < Pauses.Length)
            {
                await Task.Delay(Pauses[attempt], time, cancellation);
            }
        }
    }

    /// <summary>An append as the row it is stored in. Inserting it is the condition.</summary>
    public static RowWrite.Insert RowOf(StreamAppend append) =>
        new(Key(append.Stream, append.Stored.Version), append.Stored.Payload, Columns(append));

    public static string Key(string stream, long version) => string.Create(CultureInfo.InvariantCulture, $"{RowKinds.Appends}{stream}|{version:D10}");

    private async Task<AppendResult> ReadBackAsync(string partition, StreamAppend append, int beside, CancellationToken cancellation)
    {
        var before = new StreamHead(append.Stored.Version - 1, append.Stored.PreviousHash);
        var standing = await ReadAsync(partition, append.Stream, before, cancellation);
        if (standing.Count == 0)
            return beside >= 0 ? new AppendResult.Refused(beside) : new AppendResult.Lost();
        if (standing[0].Hash != append.Stored.Hash)
            return new AppendResult.Lost();
        return standing.Count == 1 ? new AppendResult.Appended(append.Stored.Head) : new AppendResult.Overtaken();
    }

    /// <summary>The stored appends behind a head, as they are read.</summary>
    public async IAsyncEnumerable<StoredAppend> EnumerateAsync(
        string partition, string stream, StreamHead after, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var query = new RowQuery(Key(stream, after.Version + 1), End(stream));
        var head = after;
        while (true)
        {
            var page = await store.ReadAsync(partition, query, cancellation);
            foreach (var row in page.Rows)
            {
                var append = Parse(row, stream);
                // Dense versions make any contiguous prefix valid; a page torn by a concurrent append ends the prefix.
                if (append.Version != head.Version + 1)
                    yield break;
                head = append.Head;
                yield return append;
            }

            if (!page.HasMore)
                yield break;
            query = query.After(page.Rows[^1].Key);
        }
    }

    private static string End(string stream) => $"{RowKinds.Appends}{stream}}}";

    private static StoredAppend Parse(Row row, string stream) => new(
        long.Parse(row.Key.AsSpan(stream.Length + 3), CultureInfo.InvariantCulture),
        int.Parse(row.Columns[Count], CultureInfo.InvariantCulture),
        row.Payload,
        ChainHash.Parse(row.Columns[Previous]));

    private static Dictionary<string, string> Columns(StreamAppend append) => new(append.Columns)
    {
        [Previous] = append.Stored.PreviousHash.ToString(),
        [Count] = append.Stored.Count.ToString(CultureInfo.InvariantCulture),
    };
}

/// <summary>An append on its way: its bytes, small columns beside them, and other rows of the same batch.</summary>
internal sealed record StreamAppend(string Stream, StoredAppend Stored)
{
    public IReadOnlyDictionary<string, string> Columns { get; init; } = RowWrite.NoColumns;

    public IReadOnlyList<RowWrite> Beside { get; init; } = [];
}
