namespace ServerlessTx;

/// <summary>A record that is not appended yet, with the bytes that will be stored.</summary>
internal sealed record PendingRecord(TransactionRecord Record, ReadOnlyMemory<byte> Bytes);
