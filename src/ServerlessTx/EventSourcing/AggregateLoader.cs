using System.Collections.Concurrent;

namespace ServerlessTx;

/// <summary>
/// Folds aggregates from their streams: from the last state that this process knows, else from a snapshot, else from the beginning. What it
/// begins with is believed only if the stream goes on from it.
/// </summary>
internal sealed class AggregateLoader<TState, TCommand, TEvent>(
    AggregateType<TState, TCommand, TEvent> type, IPartitionStore store, StreamStore streams) where TCommand : notnull where TEvent : class
{
    /// <summary>A snapshot is stored when this many events stand behind the last one, so that no load folds a hundred.</summary>
    private const int EventsOfASnapshot = 50;

    private const int MostKnown = 10_000;

    private readonly ConcurrentDictionary<string, Aggregate<TState>> _known = new();

    /// <summary>As it is now. Of a known aggregate that costs one read.</summary>
    public async Task<Aggregate<TState>> LoadAsync(string partition, string stream, string id, CancellationToken cancellation)
    {
        var aggregate = _known.TryGetValue(stream, out var known) && await OnFromAsync(known, partition, stream, cancellation) is { } warm
            ? warm
            : await SnapshotAsync(partition, stream, id, cancellation) is { } kept && await OnFromAsync(kept, partition, stream, cancellation) is { } cold
                ? cold
                : await FromStartAsync(partition, stream, id, cancellation);
        await RememberAsync(partition, stream, aggregate, cancellation);
        return aggregate;
    }

    /// <summary>As it was, folded from the beginning: a snapshot may be of a later state.</summary>
    /// <param name="stands">Whether the event of a version and a stamp had happened then; the fold ends before the first that had not.</param>
    public async Task<Aggregate<TState>> AsOfAsync(
        string partition, string stream, string id, Func<long, DateTimeOffset, bool> stands, CancellationToken cancellation)
    {
        var aggregate = Initial(id);
        await foreach (var append in streams.EnumerateAsync(partition, stream, StreamHead.Empty, cancellation))
        {
            var events = StoredEvent.AllOf(append).TakeWhile((stored, i) => stands(append.Version + i, stored.At)).ToList();
            if (events.Count > 0)
                aggregate = Fold(aggregate, append, events);
            if (events.Count < append.Count)
                break;
        }

        return aggregate;
    }

    /// <summary>Keeps what is known, and stores a snapshot when its time has come.</summary>
    public async Task RememberAsync(string partition, string stream, Aggregate<TState> aggregate, CancellationToken cancellation)
    {
        if (aggregate.Version - aggregate.Snapshotted >= EventsOfASnapshot)
            aggregate = await KeepSnapshotAsync(partition, stream, aggregate, cancellation);
        if (_known.Count >= MostKnown)
            _known.Clear();
        _known.AddOrUpdate(stream, aggregate, (_, other) => other.Version > aggregate.Version ? other : aggregate);
    }

    public Aggregate<TState> Fold(Aggregate<TState> aggregate, StoredAppend append) => Fold(aggregate, append, StoredEvent.AllOf(append));

    private Aggregate<TState> Initial(string id) => new(id, type.Decider.Initial, StreamHead.Empty, null);

    private Aggregate<TState> Fold(Aggregate<TState> aggregate, StoredAppend append, IReadOnlyList<StoredEvent> events) => aggregate with
    {
        State = type.Fold(aggregate.State, append.Version, events),
        Head = append.Head with { Version = append.Version + events.Count - 1 },
        At = events[^1].At,
        AppendVersion = append.Version,
    };

    private async Task<Aggregate<TState>> FromStartAsync(string partition, string stream, string id, CancellationToken cancellation)
    {
        var appends = await streams.ReadAsync(partition, stream, StreamHead.Empty, cancellation);
        return StoredAppend.AreLinked(StreamHead.Empty, appends)
            ? appends.Aggregate(Initial(id), Fold)
            : throw new BrokenStreamException(stream);
    }

    /// <returns>The aggregate as it is now, or nothing when the stream does not hold what was known of it.</returns>
    private async Task<Aggregate<TState>?> OnFromAsync(Aggregate<TState> known, string partition, string stream, CancellationToken cancellation)
    {
        // From the append that holds the head on, so that its hash is seen even when nothing follows it.
        var from = new StreamHead(known.AppendVersion - 1, ChainHash.Zero);
        var appends = await streams.ReadAsync(partition, stream, from, cancellation);
        if (appends is not [var own, ..] || own.Head != known.Head)
            return null;
        var rest = appends.Skip(1).ToList();
        return StoredAppend.AreLinked(known.Head, rest) ? rest.Aggregate(known, Fold) : null;
    }


    private async Task<Aggregate<TState>?> SnapshotAsync(string partition, string stream, string id, CancellationToken cancellation)
    {
        var page = await store.ReadAsync(partition, RowQuery.Single(AggregatePlaces.SnapshotOf(stream)), cancellation);
        return page.Rows is [var row] ? SnapshotRow.Read<TState>(id, row, type.SnapshotVersion) : null;
    }

    private async Task<Aggregate<TState>> KeepSnapshotAsync(string partition, string stream, Aggregate<TState> aggregate, CancellationToken cancellation)
    {
        var (key, payload) = (AggregatePlaces.SnapshotOf(stream), SnapshotRow.Of(aggregate, type.SnapshotVersion).Write());
        try
        {
            if (await store.CommitAsync(partition, [new RowWrite.Replace(key, RowWrite.AnyETag, payload)], cancellation) is CommitResult.Conflict)
                await store.CommitAsync(partition, [new RowWrite.Insert(key, payload)], cancellation);
        }
        catch (Exception failure) when (failure is StoreUnavailableException or StoreLimitException)
        {
            // It is only a cache. The next load folds more.
            return aggregate;
        }

        return aggregate with { Snapshotted = aggregate.Version };
    }
}
