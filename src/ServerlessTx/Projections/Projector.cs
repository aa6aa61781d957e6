using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;

namespace ServerlessTx;

/// <summary>
/// The projections of one type of aggregates. An append and what projections have to know of it are one batch; what is handled is deleted; and a
/// row counts no version of an aggregate twice. So it may run anywhere, any number of times at once, and end at any line.
/// </summary>
public sealed class Projector<TState> : IProjector
{
    private readonly ProjectedAggregates<TState> _aggregates;
    private readonly IReadOnlyList<Projection<TState>> _projections;
    private readonly ReadModelRows _rows;
    private readonly ProjectionPass<TState> _pass;
    private readonly ProjectionBuild<TState> _build;

    internal Projector(
        ProjectedAggregates<TState> aggregates, IReadOnlyList<Projection<TState>> projections, TimeProvider time, RandomNumberGenerator random,
        ILogger<Projector<TState>> logger, int partitions = 16)
    {
        if (projections.GroupBy(projection => projection.Name).FirstOrDefault(same => same.Count() > 1) is { } twice)
            throw new ArgumentException($"The projection '{twice.Key}' is registered twice; each has a name of its own.");
        (_aggregates, _projections) = (aggregates, projections);
        _rows = new ReadModelRows(aggregates.Store, time, partitions, logger);
        _pass = new ProjectionPass<TState>(aggregates, projections, _rows);
        _build = new ProjectionBuild<TState>(aggregates, _rows, random);
    }

    string IProjector.Type => _aggregates.Type;

    IReadOnlyList<string> IProjector.Names => [.. _projections.Select(projection => projection.Name)];

    /// <summary>Builds what has never been built or was made by older code, and ends what was left half-done.</summary>
    public async Task EnsureAsync(CancellationToken cancellation = default)
    {
        foreach (var projection in _projections)
            await _build.EnsureAsync(projection, cancellation);
    }

    /// <summary>Handles what was appended.</summary>
    /// <returns>How many appends.</returns>
    public async Task<int> RunAsync(CancellationToken cancellation = default)
    {
        var handled = 0;
        foreach (var partition in await _aggregates.PartitionsAsync(cancellation))
            handled += await _pass.RunAsync(partition, cancellation);
        return handled;
    }

    /// <summary>Builds a projection from nothing. It is read as it was until it is ready.</summary>
    /// <exception cref="ArgumentException">There is no such projection.</exception>
    public Task RebuildAsync(string name, CancellationToken cancellation = default) => _build.RunAsync(Named(name), cancellation);

    /// <summary>A row.</summary>
    /// <returns>Nothing where no aggregate has a share in it.</returns>
    /// <exception cref="ProjectionNotBuiltException">It has never been built.</exception>
    public Task<TRow?> FindAsync<TShare, TRow>(Projection<TState, TShare, TRow> projection, string row, CancellationToken cancellation = default)
        where TShare : class where TRow : class =>
        ReadAsync(projection, target => _rows.FindAsync<TRow>(target, row, cancellation), cancellation);

    /// <summary>All rows with their names, in no order.</summary>
    /// <exception cref="ProjectionNotBuiltException">It has never been built.</exception>
    public Task<IReadOnlyList<(string Name, TRow Row)>> ListAsync<TShare, TRow>(Projection<TState, TShare, TRow> projection, CancellationToken cancellation = default)
        where TShare : class where TRow : class =>
        ReadAsync(projection, target => _rows.ListAsync<TRow>(target, cancellation), cancellation);

    /// <summary>How many appends wait to be handled, and since when.</summary>
    public async Task<ProjectionLag> LagAsync(CancellationToken cancellation = default)
    {
        var (waiting, since) = (0, (DateTimeOffset?)null);
        foreach (var partition in await _aggregates.PartitionsAsync(cancellation))
        {
            await foreach (var row in _aggregates.Store.ReadAllAsync(partition, Feed.Of(_aggregates.Type) with { WithPayload = false, Limit = 1000 }, cancellation))
            {
                if (row.Key == Feed.MarkOf(_aggregates.Type))
                    continue;
                waiting++;
                var at = Feed.StampOf(row);
                since = since < at ? since : at;
            }
        }

        return new ProjectionLag(waiting, since);
    }

    Task<JsonNode?> IProjector.FindAsync(string projection, string row, CancellationToken cancellation) =>
        ReadAsync(Named(projection), target => _rows.FindAsync<JsonNode>(target, row, cancellation), cancellation);

    async Task<IReadOnlyList<(string Name, JsonNode Row)>> IProjector.ListAsync(string projection, CancellationToken cancellation) =>
        [.. (await ReadAsync(Named(projection), target => _rows.ListAsync<JsonNode>(target, cancellation), cancellation)).OrderBy(row => row.Name, StringComparer.Ordinal)];

    private Projection<TState> Named(string name) => _projections.FirstOrDefault(projection => projection.Name == name)
        ?? throw new ArgumentException($"There is no projection '{name}'; there are: {string.Join(", ", _projections.Select(known => known.Name))}.");

    /// <summary>What was read while another building took its place may be half cleared away: it is read again there.</summary>
    private async Task<T> ReadAsync<T>(Projection<TState> projection, Func<ProjectionTarget, Task<T>> read, CancellationToken cancellation)
    {
        while (true)
        {
            var target = await CurrentAsync(projection, cancellation);
            var found = await read(target);
            if (await CurrentAsync(projection, cancellation) == target)
                return found;
        }
    }

    private async Task<ProjectionTarget> CurrentAsync(Projection<TState> projection, CancellationToken cancellation) =>
        (await Generations.ReadAsync(_aggregates.Store, _aggregates.NameOf(projection.Name), cancellation)).Current is { } current && current.Version == projection.Version
            ? current
            : throw new ProjectionNotBuiltException(projection.Name);
}
