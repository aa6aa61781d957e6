using System.Runtime.CompilerServices;

namespace ServerlessTx;

/// <summary>The aggregates that projections are made of.</summary>
internal sealed record ProjectedAggregates<TState>(
    string Type, IPartitionStore Store, Func<CancellationToken, Task<IReadOnlyList<string>>> PartitionsAsync,
    Func<string, CancellationToken, Task<Aggregate<TState>>> LoadAsync)
{
    /// <summary>What a projection is called in the store, where those of other types are too.</summary>
    public string NameOf(string projection) => $"{Type}:{projection}";

    /// <summary>As they are. One whose events this code does not know, or whose stream is broken, is left out: whoever can read it handles it.</summary>
    public async Task<IReadOnlyList<Aggregate<TState>>> LoadAllAsync(IEnumerable<string> ids, CancellationToken cancellation)
    {
        var loaded = new List<Aggregate<TState>>();
        foreach (var together in ids.Chunk(8))
            loaded.AddRange((await Task.WhenAll(together.Select(id => TryLoadAsync(id, cancellation)))).OfType<Aggregate<TState>>());
        return loaded;
    }

    /// <summary>Every aggregate of a partition, one read for each: what follows its last possible row is the next one's.</summary>
    public async IAsyncEnumerable<string> IdsAsync(string partition, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var prefix = $"{RowKinds.Appends}{Type}:";
        var query = RowQuery.Prefix(prefix, limit: 1, withPayload: false);
        while (await Store.ReadAsync(partition, query, cancellation) is { Rows: [var row] })
        {
            var stream = row.Key[..row.Key.LastIndexOf('|')];
            yield return stream[prefix.Length..];
            query = query with { From = stream + "}" };
        }
    }

    private async Task<Aggregate<TState>?> TryLoadAsync(string id, CancellationToken cancellation)
    {
        try
        {
            return await LoadAsync(id, cancellation);
        }
        catch (Exception unreadable) when (unreadable is UnknownEventException or BrokenStreamException)
        {
            return null;
        }
    }
}
