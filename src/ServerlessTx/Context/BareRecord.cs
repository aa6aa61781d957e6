using System.Text.Json;

namespace ServerlessTx;

/// <summary>
/// What a driver needs of a record: kind, name, verdict, reason. Inputs and results stay in the evidence, where effects read them, so that
/// a driver whose memory is stored and sent (an orchestrator's) carries neither.
/// </summary>
internal static class BareRecord
{
    private static readonly JsonElement Nothing = JsonElement.Parse("null");
    private static readonly JsonElement Empty = JsonElement.Parse("{}");

    public static TransactionRecord Of(TransactionRecord record) => record switch
    {
        Started started => started with
        {
            Definition = Of(started.Definition),
            Input = Nothing,
            Caller = "",
            IdempotencyKey = null,
            Traceparent = null,
        },
        Answered answered => Of(answered),
        Late late => late with { Answer = Of(late.Answer) },
        Unanswered unanswered => unanswered with { AskedAt = null, Error = "" },
        Decided decided => decided with { By = null },
        Signalled signalled => signalled with { Result = null, By = "", Child = null },
        RetryRequested retry => retry with { By = "", Reason = "" },
        _ => record,
    };

    private static Answered Of(Answered answered) =>
        answered with { AskedAt = null, Result = null, ResultHash = null, Decision = null, ByHand = null };

    /// <summary>An ad hoc definition holds inputs, and its fingerprint is theirs too; the effects, which read it whole, check it.</summary>
    private static Definition Of(Definition pinned) => pinned.IsAdHoc
        ? pinned with { Branches = [.. pinned.Branches.Select(branch => branch with { Input = Empty })], Fingerprint = null }
        : pinned;
}
