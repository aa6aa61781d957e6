namespace ServerlessTx.Samples;

/// <summary>Ids that follow from the run, so that an event that comes again makes the same.</summary>
internal static class HopId
{
    public static string Of(string kind, Hop hop) => $"{kind}_{hop.SagaId.Split('-')[^1]}";
}
