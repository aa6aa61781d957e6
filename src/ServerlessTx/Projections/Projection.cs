namespace ServerlessTx;

/// <summary>A read model of the aggregates of one type.</summary>
public abstract class Projection<TState>
{
    private protected Projection(string name, int version)
    {
        if (name.Length is 0 or > 64 || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_'))
            throw new ArgumentException($"A projection is named by 1 to 64 letters, digits and '_'; '{name}' was given.", nameof(name));
        ArgumentOutOfRangeException.ThrowIfLessThan(version, 1);
        (Name, Version) = (name, version);
    }

    /// <summary>Its name in the store.</summary>
    public string Name { get; }

    /// <summary>Of what it makes of a state. One that is raised is built anew, beside the old one, which is read until then.</summary>
    public int Version { get; }

    /// <returns>Those it fails at, which are left out; they are logged.</returns>
    internal abstract Task<IReadOnlyCollection<string>> ApplyAsync(
        ReadModelRows rows, string generation, IReadOnlyList<Aggregate<TState>> aggregates, CancellationToken cancellation);
}

/// <summary>
/// A read model as a sum: each aggregate has a share in one row, which follows from its state, and a row is what its shares add up to. A share
/// is kept with the version it stands for, so that what comes twice, late or out of order changes nothing.
/// </summary>
/// <typeparam name="TState">The aggregate's state.</typeparam>
/// <typeparam name="TShare">What one aggregate contributes.</typeparam>
/// <typeparam name="TRow">What is read.</typeparam>
/// <param name="name">Its name in the store: 1 to 64 letters, digits and <c>_</c>.</param>
/// <param name="version">From 1; raise it when anything below changes.</param>
public sealed class Projection<TState, TShare, TRow>(string name, int version) : Projection<TState>(name, version)
    where TShare : class where TRow : class
{
    /// <summary>The share of an aggregate, by its id and state.</summary>
    public required Func<string, TState, TShare> Share { get; init; }

    /// <summary>The row in which a share is. For one aggregate it is always the same.</summary>
    public required Func<TShare, string> Row { get; init; }

    /// <summary>A row without shares.</summary>
    public required TRow Empty { get; init; }

    /// <summary>A row with one more share.</summary>
    public required Func<TRow, TShare, TRow> Add { get; init; }

    /// <summary>A row without a share that was added before.</summary>
    public required Func<TRow, TShare, TRow> Subtract { get; init; }

    internal override async Task<IReadOnlyCollection<string>> ApplyAsync(
        ReadModelRows rows, string generation, IReadOnlyList<Aggregate<TState>> aggregates, CancellationToken cancellation)
    {
        var failures = new Dictionary<string, Exception>();
        var shares = new List<(string Row, VersionedShare<TShare> Share)>();
        foreach (var aggregate in aggregates)
        {
            try
            {
                var share = Share(aggregate.Id, aggregate.State);
                shares.Add((Row(share), new VersionedShare<TShare>(aggregate.Id, aggregate.Version, share)));
            }
            catch (Exception failure) when (IsItsOwn(failure))
            {
                failures[aggregate.Id] = failure;
            }
        }

        foreach (var row in shares.GroupBy(share => share.Row, share => share.Share))
        {
            foreach (var batch in row.Chunk(ReadModelRows.MostShares))
            {
                if (await FailureAsync(batch) is null)
                    continue;
                // Each goes alone, and only the one that fails is left.
                foreach (var share in batch)
                {
                    if (await FailureAsync(share) is { } failure)
                        failures[share.Id] = failure;
                }
            }

            async Task<Exception?> FailureAsync(params VersionedShare<TShare>[] batch)
            {
                try
                {
                    await rows.ApplyAsync(this, generation, row.Key, batch, cancellation);
                    return null;
                }
                catch (Exception failure) when (IsItsOwn(failure))
                {
                    return failure;
                }
            }
        }

        rows.Tell(Name, failures);
        return failures.Keys;
    }

    /// <summary>A store that does not answer, or a host that stops, is no aggregate's failure.</summary>
    private static bool IsItsOwn(Exception failure) => failure is not (OperationCanceledException or StoreUnavailableException);
}
