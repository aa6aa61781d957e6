namespace ServerlessTx;

/// <summary>An aggregate at a version of its stream.</summary>
/// <param name="Id">Its id.</param>
/// <param name="State">Folded from its events up to there.</param>
/// <param name="Head">The version, 0 where nothing has happened, and the hash of the append that holds it.</param>
/// <param name="At">The stamp of the last event; none where nothing has happened.</param>
public sealed record Aggregate<TState>(string Id, TState State, StreamHead Head, DateTimeOffset? At)
{
    /// <summary>The version of its last event.</summary>
    public long Version => Head.Version;

    /// <summary>The version of the first event of its last append: where a reader begins who wants to see the head's own hash.</summary>
    internal long AppendVersion { get; init; }

    /// <summary>Up to which version a snapshot is known to be stored.</summary>
    internal long Snapshotted { get; init; }
}
