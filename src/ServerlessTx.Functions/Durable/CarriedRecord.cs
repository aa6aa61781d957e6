namespace ServerlessTx.Functions;

/// <summary>A record as an orchestrator carries it: without inputs and results.</summary>
/// <param name="Version">Its version.</param>
/// <param name="Append">The hash of the append that holds it.</param>
/// <param name="Record">Encoded.</param>
public sealed record CarriedRecord(long Version, string Append, byte[] Record)
{
    internal static CarriedRecord Of(Recorded recorded) =>
        new(recorded.Version, recorded.Append.ToString(), RecordCodec.Encode(BareRecord.Of(recorded.Record)));

    internal Recorded ToRecorded() => new(Version, ChainHash.Parse(Append), Decode(Record));

    internal static TransactionRecord Decode(byte[] record) => RecordCodec.DecodeAll(RecordCodec.Join([record]))[0];
}
