namespace ServerlessTx;

/// <summary>How far projections are behind.</summary>
/// <param name="Waiting">How many appends are not handled yet.</param>
/// <param name="Since">The stamp of the oldest of them; none where nothing waits.</param>
public sealed record ProjectionLag(int Waiting, DateTimeOffset? Since);
