using System.Text.Json;

namespace ServerlessTx;

/// <summary>
/// What a driver needs of a record: kind, name, verdict, reason. Inputs and results stay in the evidence, where effects read them, so that
/// a driver whose memory is stored and sent (an orchestrator's) carries neither.
/// </summary>
internal static class BareRecord
{
    private static readonly JsonElement Nothing = JsonElement.Parse("null");

    public static TransactionRecord Of(TransactionRecord record) => record switch
    {
        Started started => started with
        {
            Definition = started.Definition with { Branches = [.. started.Definition.Branches.Select(branch => branch with { Input = null })] },
            Input = Nothing,
            Caller = "",
            IdempotencyKey = null,
            Traceparent = null,
        },
        Answered answered => Of(answered),
        Late late => late with { Answer = Of(late.Answer) },
        Unanswered unanswered => unanswered with { AskedAt = null, Error = "" },
        _ => record,
    };

    private static Answered Of(Answered answered) => answered with { AskedAt = null, Result = null, ResultHash = null, Decision = null };
}
