namespace ServerlessTx.Samples;

/// <summary>Ids that follow from the transaction, so that a repeated call makes the same.</summary>
internal static class SampleId
{
    public static string Of(string kind, IBarrierCall call) => $"{kind}_{call.TransactionId.Split('-')[^1]}";
}
