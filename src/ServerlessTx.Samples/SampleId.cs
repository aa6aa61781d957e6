namespace ServerlessTx.Samples;

/// <summary>Ids that follow from transaction and branch, so that a repeated call makes the same and another branch of one transaction does not.</summary>
internal static class SampleId
{
    public static string Of(string kind, IBarrierCall call) => $"{kind}_{call.TransactionId.Split('-')[^1]}_{call.Branch}";
}
