namespace ServerlessTx;

/// <summary>One building of a projection: its rows are apart from those of every other.</summary>
internal sealed record ProjectionTarget(string Name, int Version, string Generation);
