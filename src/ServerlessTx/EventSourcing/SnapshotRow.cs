using System.Text.Json;

namespace ServerlessTx;

/// <summary>
/// A folded state, a cache that anybody may delete at any time. It says what it stands on, and is believed only where the stream still says
/// the same.
/// </summary>
internal sealed record SnapshotRow
{
    /// <summary>Of the state's form: one of another code is not read.</summary>
    public required int SnapshotVersion { get; init; }

    public required long Version { get; init; }

    /// <summary>The version of the first event of the append that ends there.</summary>
    public required long AppendVersion { get; init; }

    public required ChainHash Hash { get; init; }

    public required DateTimeOffset At { get; init; }

    public required JsonElement State { get; init; }

    public static SnapshotRow Of<TState>(Aggregate<TState> aggregate, int snapshotVersion) => new()
    {
        SnapshotVersion = snapshotVersion,
        Version = aggregate.Version,
        AppendVersion = aggregate.AppendVersion,
        Hash = aggregate.Head.Hash,
        At = aggregate.At!.Value,
        State = WireJson.Keep(aggregate.State!),
    };

    public byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(this, WireJson.Tolerant);

    /// <returns>The aggregate as it was, or nothing when this code cannot read it.</returns>
    public static Aggregate<TState>? Read<TState>(string id, Row row, int snapshotVersion)
    {
        try
        {
            return JsonSerializer.Deserialize<SnapshotRow>(row.Payload.Span, WireJson.Tolerant) is { } kept && kept.SnapshotVersion == snapshotVersion
                ? new Aggregate<TState>(id, kept.State.Deserialize<TState>(WireJson.Tolerant)!, new StreamHead(kept.Version, kept.Hash), kept.At)
                {
                    AppendVersion = kept.AppendVersion,
                    Snapshotted = kept.Version,
                }
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
