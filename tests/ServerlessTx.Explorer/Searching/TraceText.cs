using System.Globalization;
using System.Text;
using ServerlessTx.Specifications;

namespace ServerlessTx.Explorer;

/// <summary>An order as a person reads it: who does what, then the evidence and the effects.</summary>
internal static class TraceText
{
    /// <summary>What does not end is longer.</summary>
    private const int MostLines = 30;
    private const int MostRecords = 40;

    public static string Of(Violation violation, World world) => Of(
        violation,
        [.. world.Subject.Members
            .Select(member => world.Evidence.Of(violation.State.Evidence, member))
            .OfType<EvidenceFacts>()
            .SelectMany(facts => Transcript.Of(facts.Records.Select(recorded => recorded.Record)).Split('\n'))]);

    public static string Of(Violation violation, IReadOnlyList<string> evidence)
    {
        var text = new StringBuilder();
        foreach (var (move, i) in violation.Trace.Take(MostLines).Select((move, i) => (move, i)))
            text.Append(CultureInfo.InvariantCulture, $"  {i + 1,3}  {Line(move)}\n");
        if (violation.Trace.Count > MostLines)
            text.Append(CultureInfo.InvariantCulture, $"       and so on, {violation.Trace.Count - MostLines} moves more\n");
        text.Append("  evidence\n");
        foreach (var line in evidence.Take(MostRecords))
            text.Append("       ").Append(line).Append('\n');
        if (evidence.Count > MostRecords)
            text.Append(CultureInfo.InvariantCulture, $"       and so on, {evidence.Count - MostRecords} records more\n");
        return text.Append("  broken: ").Append(violation.Fault).ToString();
    }

    private static string Line(Move move) => $"{move.Who,-9} " + (move.Kind, move.Request) switch
    {
        (MoveKind.Stored, Request.Read read) => $"reads {What(read)}",
        (MoveKind.Stored, Request.Commit commit) => move.Response is Response.Committed { Result: CommitResult.Committed }
            ? $"writes {What(commit)}"
            : $"cannot write {What(commit)}",
        (MoveKind.LandedUnheard, Request.Commit commit) => $"writes {What(commit)}, and the store's answer is lost",
        (MoveKind.NeverLanded, Request.Commit commit) => $"does not reach the store with {What(commit)}",
        (MoveKind.Answered, Request.Ask ask) => $"asks {What(ask)}: {What(move.Response)}",
        (MoveKind.AnsweredAndRepeated, Request.Ask ask) => $"asks {What(ask)}: {What(move.Response)}; the message will come again",
        (MoveKind.AnswerLost, Request.Ask ask) => $"asks {What(ask)}: {What(move.Response)}; the answer is lost",
        (MoveKind.TimedOut, Request.Ask ask) => $"asks {What(ask)}: no answer in time; the message is on its way",
        (MoveKind.ArrivedAhead, Request.Ask ask) => $"hears {ask.Call}: {What(move.Response)}; the answer is on its way",
        (MoveKind.ArrivedLate, Request.Ask ask) => $"hears {ask.Call}, for which nobody waits: {What(move.Response)}",
        (MoveKind.ArrivedAhead, Request.Tell tell) => $"{tell.What}: {What(move.Response)}; the answer is on its way",
        (MoveKind.ArrivedLate, Request.Tell tell) => $"{tell.What}, for which nobody waits: {What(move.Response)}",
        (MoveKind.Answered, Request.Tell tell) => $"{tell.Side} {tell.What}: {What(move.Response)}",
        (MoveKind.AnswerLost, Request.Tell tell) => $"{tell.Side} {tell.What}: {What(move.Response)}; the answer is lost",
        (MoveKind.TimedOut, Request.Tell tell) => $"{tell.Side} {tell.What}: no answer; the message is on its way",
        (MoveKind.Vanished, _) => "vanishes",
        (MoveKind.TimePassed, _) => "passes",
        (MoveKind.Woke, _) => "wakes",
        (MoveKind.Healed, _) => "takes up what nobody drives; the faults are over",
        _ => $"{move.Kind} {move.Request?.Content}",
    };

    private static string What(Request.Read read) => read.Query.From switch
    {
        var from when from.StartsWith(RowKinds.Appends, StringComparison.Ordinal) =>
            long.TryParse(from[(from.LastIndexOf('|') + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var version)
                ? $"the stream from record {version}"
                : "whether the stream has a record",
        var from when from.StartsWith(RowKinds.Open, StringComparison.Ordinal) => "what is open",
        var from => $"{from} of {read.Partition}",
    };

    private static string What(Request.Commit commit) => string.Join(" and ", commit.Batch.Select(write => write switch
    {
        RowWrite.Insert insert when insert.Key.StartsWith(RowKinds.Appends, StringComparison.Ordinal) =>
            $"[{Transcript.Of(RecordCodec.DecodeAll(insert.Payload)).Replace("\n", " | ", StringComparison.Ordinal)}]",
        RowWrite.Delete => "the open row's end",
        _ when write.Key.StartsWith(RowKinds.Open, StringComparison.Ordinal) => "its due moment",
        _ => $"{write.Key} of {commit.Partition}",
    }));

    private static string What(Request.Ask ask) => $"{ask.Call} {ask.Attempt}";

    private static string What(Response? response) => response is not Response.Answer answer ? response?.Content ?? "" : answer.Given switch
    {
        IHeard heard => What(heard.Said),
        StepAnswer<Receipt> step => What(step.ToAnswer()),
        Reservation reservation => What(reservation.ToAnswer()),
        Vote vote => What(vote.ToAnswer()),
        Conclusion conclusion => What(conclusion.ToAnswer()),
        var other => $"{other}",
    };

    private static string What(Answer answer) =>
        answer.Reason is { } reason ? $"{answer.Verdict.ToString().ToLowerInvariant()}, {reason}" : answer.Verdict.ToString().ToLowerInvariant();
}
