namespace ServerlessTx;

/// <summary>A record where it stands: its version, and the hash of the append that holds it.</summary>
internal sealed record Recorded(long Version, ChainHash Append, TransactionRecord Record)
{
    public static IEnumerable<Recorded> AllOf(StoredAppend append) =>
        RecordCodec.DecodeAll(append.Payload).Select((record, i) => new Recorded(append.Version + i, append.Hash, record));
}
