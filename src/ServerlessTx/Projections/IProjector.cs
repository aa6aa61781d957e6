namespace ServerlessTx;

/// <summary>Keeps the projections of one type of aggregates up to date.</summary>
internal interface IProjector
{
    /// <summary>The aggregates' type.</summary>
    string Type { get; }

    /// <summary>Builds what has not been built.</summary>
    Task EnsureAsync(CancellationToken cancellation);

    /// <summary>Handles what was appended.</summary>
    /// <returns>How many appends.</returns>
    Task<int> RunAsync(CancellationToken cancellation);

    /// <summary>How far it is behind.</summary>
    Task<ProjectionLag> LagAsync(CancellationToken cancellation);
}
