namespace ServerlessTx;

/// <summary>An aggregate's share in a row, with the version of its stream that it stands for.</summary>
internal sealed record VersionedShare<TShare>(string Id, long Version, TShare Share);
