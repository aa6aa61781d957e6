using System.Text.Json.Nodes;

namespace ServerlessTx;

/// <summary>Keeps the projections of one type of aggregates up to date.</summary>
internal interface IProjector
{
    /// <summary>The aggregates' type.</summary>
    string Type { get; }

    /// <summary>The names of the projections.</summary>
    IReadOnlyList<string> Names { get; }

    /// <summary>Builds what has not been built.</summary>
    Task EnsureAsync(CancellationToken cancellation);

    /// <summary>Handles what was appended.</summary>
    /// <returns>How many appends.</returns>
    Task<int> RunAsync(CancellationToken cancellation);

    /// <summary>How far it is behind.</summary>
    Task<ProjectionLag> LagAsync(CancellationToken cancellation);

    /// <summary>A row of a projection, for whoever has names instead of types.</summary>
    /// <returns>Nothing where no aggregate has a share in it.</returns>
    /// <exception cref="ProjectionNotBuiltException">It has never been built.</exception>
    Task<JsonNode?> FindAsync(string projection, string row, CancellationToken cancellation);

    /// <summary>All its rows by their names, in order.</summary>
    /// <exception cref="ProjectionNotBuiltException">It has never been built.</exception>
    Task<IReadOnlyList<(string Name, JsonNode Row)>> ListAsync(string projection, CancellationToken cancellation);
}
