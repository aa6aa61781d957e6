using System.Diagnostics;

namespace ServerlessTx;

/// <summary>
/// Spans <c>tx.begin</c>, <c>tx.call</c> and <c>tx.append</c> around effects, each with the transaction's id. They show what happened and
/// nothing reads them back; inputs and answers are not in them.
/// </summary>
public static class TransactionSpans
{
    /// <summary>The source to listen to.</summary>
    public const string SourceName = "ServerlessTx";

    private static readonly ActivitySource Source = new(SourceName);

    internal static Activity? Begin(TransactionId id, Started started) =>
        Source.StartActivity("tx.begin")?.SetTag("tx.id", id.ToString()).SetTag("tx.workflow", started.Definition.Name);

    internal static Activity? Append(TransactionId id, StoredAppend append, TransactionStatus status) =>
        Source.StartActivity("tx.append")?.SetTag("tx.id", id.ToString()).SetTag("tx.version", append.Version).SetTag("tx.status", status.Word());

    /// <summary>A call is part of the trace that began its transaction, whoever drives it.</summary>
    internal static Activity? Call(CallAttempt attempt, string? traceparent)
    {
        var links = ActivityContext.TryParse(traceparent, null, isRemote: true, out var began) ? [new ActivityLink(began)] : Array.Empty<ActivityLink>();
        var parent = Activity.Current?.Context ?? began;
        return Source.StartActivity("tx.call", ActivityKind.Client, parent, links: links)?
            .SetTag("tx.id", attempt.Id.ToString()).SetTag("tx.call", attempt.Call.ToString()).SetTag("tx.attempt", attempt.Number);
    }

    internal static void Heard(this Activity? call, Invoked invoked)
    {
        switch (invoked.Record)
        {
            case Answered answered:
                call?.SetTag("tx.verdict", answered.Verdict.Word());
                break;
            case Unanswered:
                call?.SetStatus(ActivityStatusCode.Error, "no answer");
                break;
        }
    }
}
