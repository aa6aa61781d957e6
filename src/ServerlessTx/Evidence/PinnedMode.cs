namespace ServerlessTx;

/// <summary>The mode that a transaction began in, pinned by its begin record.</summary>
/// <param name="Group">The group of participants.</param>
/// <param name="Version">The version of the record in the group's stream that made this mode.</param>
/// <param name="Mode">The mode.</param>
public sealed record PinnedMode(string Group, long Version, Mode Mode)
{
    /// <summary>Whose operations are buffered.</summary>
    public IReadOnlyList<string> Away { get; init; } = [];
}
