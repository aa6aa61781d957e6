using System.Text.Json;

namespace ServerlessTx;

/// <summary>Hops to stored bytes and back, under names of their own.</summary>
internal static class HopCodec
{
    private static readonly NamedRecords<HopRecord> Records = new(
    [
        ("began", typeof(Began)),
        ("reacted", typeof(Reacted)),
        ("dead_lettered", typeof(DeadLettered)),
        ("put_back", typeof(PutBack)),
        ("fell_silent", typeof(FellSilent)),
        ("settled", typeof(Settled)),
    ],
    (name, at) => new UnknownHop { Type = name, At = at });

    public static StoredAppend Seal(StreamHead head, params IReadOnlyList<HopRecord> records) => new(
        head.Version + 1, records.Count,
        RecordCodec.Join([.. records.Select(record => (ReadOnlyMemory<byte>)Records.Encode(record, Records.NameOf(record)))]), head.Hash);

    /// <exception cref="JsonException">The bytes are no array of records.</exception>
    public static IEnumerable<RecordedHop> AllOf(string service, StoredAppend append) =>
        Records.DecodeAll(append.Payload).Select((record, i) => new RecordedHop(service, append.Version + i, append.Hash, record));
}

/// <summary>A record where it stands.</summary>
internal sealed record RecordedHop(string Service, long Version, ChainHash Append, HopRecord Record);
