using System.Text.Json;

namespace ServerlessTx;

/// <summary>Records of groups to stored bytes and back, under names of their own.</summary>
internal static class ModeCodec
{
    private static readonly NamedRecords<ModeRecord> Records = new(
    [
        ("declared", typeof(ModeDeclared)),
        ("switched", typeof(ModeSwitched)),
        ("acknowledged", typeof(ModeAcknowledged)),
        ("escrow_asked", typeof(EscrowAsked)),
        ("escrow_set_aside", typeof(EscrowSetAside)),
        ("buffered", typeof(OperationBuffered)),
        ("withdrawn", typeof(OperationWithdrawn)),
        ("applied", typeof(OperationApplied)),
        ("conflicted", typeof(OperationConflicted)),
        ("retried", typeof(OperationRetried)),
        ("refused", typeof(OperationRefused)),
    ],
    (name, at) => new UnknownModeRecord { Type = name, At = at });

    public static string NameOf(ModeRecord record) => record is UnknownModeRecord unknown ? unknown.Type : Records.NameOf(record);

    public static StoredAppend Seal(StreamHead head, params IReadOnlyList<ModeRecord> records) => new(
        head.Version + 1, records.Count,
        RecordCodec.Join([.. records.Select(record => (ReadOnlyMemory<byte>)Records.Encode(record, Records.NameOf(record)))]), head.Hash);

    /// <exception cref="JsonException">The bytes are no array of records.</exception>
    public static int CountOf(ReadOnlyMemory<byte> payload) => Records.DecodeAll(payload).Count;

    /// <exception cref="JsonException">The bytes are no array of records.</exception>
    public static IEnumerable<RecordedMode> AllOf(StoredAppend append) =>
        Records.DecodeAll(append.Payload).Select((record, i) => new RecordedMode(append.Version + i, record));
}

/// <summary>A record where it stands.</summary>
internal sealed record RecordedMode(long Version, ModeRecord Record);
