using System.Globalization;

namespace ServerlessTx.Explorer;

/// <summary>
/// Operations on partitions as they stood at a moment, carried out by the memory store itself: the rows are put into a fresh one, and taken
/// out of it again. Each operation on equal rows is carried out once.
/// </summary>
internal sealed class Storage
{
    private static readonly RowQuery Everything = new(" ", "~");

    private readonly Dictionary<string, RowSet> _sets = new(StringComparer.Ordinal);
    private readonly Dictionary<(int Rows, int Request), (RowSet After, Response Response)> _done = [];
    private readonly Dictionary<(int Rows, int Request, bool IsWilling), (RowSet After, Response Response)> _asked = [];

    public RowSet Empty => Keep([]);

    public RowSet Take(IPartitionStore store, string partition) => Keep([.. Now(store.ReadAsync(partition, Everything)).Rows.Select(WithHash)]);

    /// <summary>What a store operation leaves behind and answers.</summary>
    public (RowSet After, Response Response) Do(RowSet before, Request request, int content)
    {
        if (!_done.TryGetValue((before.Id, content), out var done))
            _done.Add((before.Id, content), done = Do(before, request));
        return done;
    }

    /// <summary>What a participant leaves behind and answers when a message arrives.</summary>
    public (RowSet After, Response Response) Arrive(RowSet before, Request.Message message, int content, bool isWilling)
    {
        if (!_asked.TryGetValue((before.Id, content, isWilling), out var asked))
        {
            var store = StoreWith(before, message.Partition);
            var response = new Response.Answer(Now(message.Work(store, isWilling)));
            _asked.Add((before.Id, content, isWilling), asked = (Take(store, message.Partition), response));
        }

        return asked;
    }

    public static IPartitionStore StoreWith(RowSet rows, string partition)
    {
        var store = new MemoryPartitionStore();
        foreach (var row in rows.Rows)
            Now(store.CommitAsync(partition, [new RowWrite.Insert(row.Key, row.Payload, row.Columns)]));
        return store;
    }

    private (RowSet After, Response Response) Do(RowSet before, Request request)
    {
        switch (request)
        {
            case Request.Read read:
                var page = Now(StoreWith(before, read.Partition).ReadAsync(read.Partition, read.Query));
                // What was left out of a row does not change which row it is.
                var rows = page.Rows.Select(row => row with { ETag = before.Rows.Single(known => known.Key == row.Key).ETag });
                return (before, new Response.Page(page with { Rows = [.. rows] }));
            case Request.Commit commit:
                var store = StoreWith(before, commit.Partition);
                var result = Now(store.CommitAsync(commit.Partition, [.. commit.Batch.Select(write => Translated(before, write))]));
                return (Take(store, commit.Partition), new Response.Committed(result));
            default:
                throw new InvalidOperationException($"{request} is no operation of a store.");
        }
    }

    /// <summary>A fresh store numbers its rows in the order in which they are put.</summary>
    private static RowWrite Translated(RowSet before, RowWrite write) => write switch
    {
        RowWrite.Replace replace => replace with { ETag = Translated(before, replace.Key, replace.ETag) },
        RowWrite.Delete delete => delete with { ETag = Translated(before, delete.Key, delete.ETag) },
        _ => write,
    };

    private static string Translated(RowSet before, string key, string eTag)
    {
        if (eTag == RowWrite.AnyETag)
            return eTag;
        for (var i = 0; i < before.Rows.Count; i++)
        {
            if (before.Rows[i].Key == key && before.Rows[i].ETag == eTag)
                return (i + 1).ToString(CultureInfo.InvariantCulture);
        }

        return "stale";
    }

    private RowSet Keep(IReadOnlyList<Row> rows)
    {
        var key = string.Join(' ', rows.Select(row => row.Key + row.ETag));
        if (!_sets.TryGetValue(key, out var set))
            _sets.Add(key, set = new RowSet(_sets.Count, rows));
        return set;
    }

    private static Row WithHash(Row row) => row with { ETag = RowText.HashOf(row.Key, row.Payload, row.Columns) };

    /// <summary>Memory answers at once.</summary>
    private static T Now<T>(Task<T> task) =>
        task.IsCompleted ? task.GetAwaiter().GetResult() : throw new InvalidOperationException("What works on memory waits for nothing.");
}
