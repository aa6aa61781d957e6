using System.Security.Cryptography;

namespace ServerlessTx;

/// <summary>
/// Builds a projection from nothing, beside the one that is read meanwhile. First every partition's feed is kept for it, then all aggregates
/// are walked, then it is the one that is read. It may end at any line: whoever runs it again goes on with the same building.
/// </summary>
internal sealed class ProjectionBuild<TState>(ProjectedAggregates<TState> aggregates, ReadModelRows rows, RandomNumberGenerator random)
{
    private const int Together = 50;

    /// <summary>Builds what has never been built or was made by older code, and ends what another left half-done.</summary>
    public async Task EnsureAsync(Projection<TState> projection, CancellationToken cancellation)
    {
        var generations = await Generations.ReadAsync(aggregates.Store, aggregates.NameOf(projection.Name), cancellation);
        var newest = Math.Max(generations.Current?.Version ?? 0, generations.Building?.Version ?? 0);
        if (newest < projection.Version || generations.Building?.Version == projection.Version)
            await RunAsync(projection, cancellation);
        else if (newest == projection.Version)
            await ClearAsync(projection, cancellation);
    }

    /// <summary>Builds it anew, or goes on with a building that was begun.</summary>
    public async Task RunAsync(Projection<TState> projection, CancellationToken cancellation)
    {
        var fresh = new ProjectionTarget(projection.Name, projection.Version, random.Hex(4));
        var generations = await ChangeAsync(projection, before => before.Building?.Version == projection.Version ? before : before with
        {
            Building = fresh,
            Retired = before.Building is { } abandoned ? [.. before.Retired, abandoned] : before.Retired,
        }, cancellation);
        var target = generations.Building!;
        var partitions = await aggregates.PartitionsAsync(cancellation);
        foreach (var partition in partitions)
            await FeedMark.KeepForAsync(aggregates.Store, partition, aggregates.Type, target, cancellation);
        foreach (var partition in partitions)
            await WalkAsync(projection, target, partition, cancellation);
        await ChangeAsync(projection, before => before.Building != target ? before : before with
        {
            Current = target,
            Building = null,
            Retired = before.Current is { } old ? [.. before.Retired, old] : before.Retired,
        }, cancellation);
        await ClearAsync(projection, cancellation);
    }

    private async Task WalkAsync(Projection<TState> projection, ProjectionTarget target, string partition, CancellationToken cancellation)
    {
        var ids = new List<string>();
        await foreach (var id in aggregates.IdsAsync(partition, cancellation))
        {
            ids.Add(id);
            if (ids.Count == Together)
                await ApplyAsync();
        }

        await ApplyAsync();

        async Task ApplyAsync()
        {
            await projection.ApplyAsync(rows, target.Generation, await aggregates.LoadAllAsync(ids, cancellation), cancellation);
            ids.Clear();
        }
    }

    /// <summary>Clears away what is not read any more: first nothing is kept for it, then its rows go.</summary>
    private async Task ClearAsync(Projection<TState> projection, CancellationToken cancellation)
    {
        var generations = await Generations.ReadAsync(aggregates.Store, aggregates.NameOf(projection.Name), cancellation);
        if (generations.Retired.Count == 0)
            return;
        foreach (var partition in await aggregates.PartitionsAsync(cancellation))
            await FeedMark.KeepNoMoreForAsync(aggregates.Store, partition, aggregates.Type, generations.Retired, cancellation);
        foreach (var retired in generations.Retired)
            await rows.DeleteAsync(retired, cancellation);
        await ChangeAsync(projection, before => before with { Retired = [.. before.Retired.Except(generations.Retired)] }, cancellation);
    }

    private Task<Generations> ChangeAsync(Projection<TState> projection, Func<Generations, Generations> change, CancellationToken cancellation) =>
        Generations.ChangeAsync(aggregates.Store, aggregates.NameOf(projection.Name), change, cancellation);
}
