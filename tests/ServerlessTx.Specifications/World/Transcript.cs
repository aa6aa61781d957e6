using System.Text;

namespace ServerlessTx.Specifications;

/// <summary>Evidence as a person reads it: a line a record.</summary>
internal static class Transcript
{
    public static string Of(IEnumerable<TransactionRecord> records)
    {
        var text = new StringBuilder();
        Definition? definition = null;
        foreach (var record in records)
        {
            definition = (record as Started)?.Definition ?? definition;
            var (word, detail) = Line(record, definition!);
            text.Append($"{word,-18} {detail}".TrimEnd()).Append('\n');
        }

        return text.ToString().TrimEnd('\n');
    }

    private static (string Word, string? Detail) Line(TransactionRecord record, Definition definition) => record switch
    {
        Started started => ("started", started.Definition.Name),
        Answered { ByHand: { } hand } answered => (WordOf(answered), Reasoned(answered.Branch, answered.Reason, $"{hand.By}: {hand.Why}")),
        Answered answered => (WordOf(answered), Reasoned(answered.Branch, answered.Reason)),
        Late late => ("late", $"{WordOf(late.Answer)} {late.Answer.Branch}"),
        Unanswered unanswered => ("unanswered", $"{unanswered.Name} {unanswered.Attempt}: {unanswered.Error}"),
        Decided { Slot: Slot.TurnedBack } turned => ("turned_back", Reasoned(null, turned.Reason)),
        Decided decided => ("decided", Reasoned(Snake(decided.Decision), decided.Reason, decided.By)),
        MomentCame => ("opened", null),
        Signalled signalled => ("signalled", Reasoned(signalled.Signal, signalled.Rejected, signalled.By)),
        WaitBegan began => ("wait_began", $"{began.Branch} {began.Round}"),
        WaitDecided decided => ("wait_decided", $"{decided.Branch} {decided.Round}: {Snake(decided.Outcome)}"),
        Stuck stuck => ("stuck", string.Join(", ", stuck.Silent)),
        RetryRequested retry => ("retry_requested", $"{retry.By}: {retry.Reason}"),
        TakenOver takeover => ("taken_over", takeover.By),
        Ended ended => (ended.Status.Word(), null),
        _ => (RecordCodec.NameOf(record), null),
    };

    private static string WordOf(Answered answered) => (answered.Phase, answered.Verdict) switch
    {
        (Phase.Action or Phase.Wait or Phase.Pivot or Phase.Retriable, Verdict.Done) => "step_done",
        (Phase.Action or Phase.Pivot, var verdict) => $"step_{Snake(verdict)}",
        (Phase.Undo, Verdict.Done) => "step_compensated",
        (Phase.Prepare, Verdict.Done) => "prepared",
        (Phase.Prepare, Verdict.Refused) => "voted_no",
        (Phase.Try, Verdict.Done) => "reserved",
        (Phase.Confirm, Verdict.Done) => "confirmed",
        (Phase.Cancel, Verdict.Done) => "cancelled",
        (Phase.Commit, Verdict.Done) => "committed",
        (Phase.Abort, Verdict.Done) => "aborted",
        var (phase, verdict) => $"{Snake(phase)}_{Snake(verdict)}",
    };

    private static string Reasoned(string? what, string? reason, string? by = null) =>
        string.Join(": ", new[] { what, reason }.Where(part => part is not null)) + (by is null ? "" : $" (by {by})");

    private static string Snake<T>(T value) where T : struct, Enum => System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());
}
