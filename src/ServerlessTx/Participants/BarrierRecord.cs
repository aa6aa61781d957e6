using System.Text.Json;

namespace ServerlessTx;

/// <summary>The row of one transaction and branch: an answer for each phase that has one.</summary>
internal sealed record BarrierRecord(IReadOnlyDictionary<string, Answer> Answers)
{
    /// <summary>What a first-phase call hears that comes behind its undo.</summary>
    public const string TurnedBackBefore = "turned_back_before";

    public static BarrierRecord Empty { get; } = new(new Dictionary<string, Answer>());

    public static string Key(string transactionId, string branch) => $"{RowKinds.Barrier}{transactionId}|{branch}";

    public static BarrierRecord Read(Row row) => JsonSerializer.Deserialize<BarrierRecord>(row.Payload.Span, WireJson.Tolerant)!;

    public Answer? this[Phase phase] => Answers.GetValueOrDefault(phase.Word());

    /// <summary>What undid it here, or left the mark that it never may be done.</summary>
    public bool IsTurnedBack => this[Phase.Undo] is not null || this[Phase.Cancel] is not null || this[Phase.Abort] is not null;

    /// <summary>The answers that the record alone gives.</summary>
    public Answer? WithoutWork(IBarrierCall call) => call.Phase switch
    {
        Phase.Undo when call.UndoesChild => null,
        Phase.Action or Phase.Try or Phase.Prepare when IsTurnedBack => Answer.Refused(TurnedBackBefore),
        Phase.Undo or Phase.Cancel or Phase.Abort when this[call.Phase.Forward()] is not { Verdict: Verdict.Done } =>
            Answer.Done(new { nothing_to_undo = true }),
        Phase.Confirm or Phase.Commit when IsTurnedBack => Answer.Heuristic("it had been turned back here"),
        Phase.Confirm or Phase.Commit when this[call.Phase.Forward()] is not { Verdict: Verdict.Done } => Answer.Heuristic("nothing had been promised here"),
        Phase.Cancel when this[Phase.Confirm] is not null => Answer.Heuristic("it had been confirmed here"),
        Phase.Abort when this[Phase.Commit] is not null => Answer.Heuristic("it had been committed here"),
        _ => null,
    };

    public BarrierRecord With(Phase phase, Answer answer) =>
        new(new Dictionary<string, Answer>(Answers) { [phase.Word()] = answer });

    public BarrierRecord Without(Phase phase) =>
        new(Answers.Where(answer => answer.Key != phase.Word()).ToDictionary());

    public byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(this, WireJson.Tolerant);
}
