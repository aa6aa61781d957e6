using System.Text.Json;

namespace ServerlessTx;

/// <summary>The row of one transaction and branch: an answer for each phase that has one.</summary>
internal sealed record BarrierRecord(IReadOnlyDictionary<string, Answer> Answers)
{
    public const string Rows = "b|";

    public static BarrierRecord Empty { get; } = new(new Dictionary<string, Answer>());

    public static string Key(string transactionId, string branch) => $"{Rows}{transactionId}|{branch}";

    public static BarrierRecord Read(Row row) => JsonSerializer.Deserialize<BarrierRecord>(row.Payload.Span, WireJson.Tolerant)!;

    public Answer? this[Phase phase] => Answers.GetValueOrDefault(phase.Word());

    /// <summary>What undid it here, or left the mark that it never may be done.</summary>
    public bool IsTurnedBack => this[Phase.Undo] is not null || this[Phase.Cancel] is not null || this[Phase.Abort] is not null;

    public BarrierRecord With(Phase phase, Answer answer) =>
        new(new Dictionary<string, Answer>(Answers) { [phase.Word()] = answer });

    public byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(this, WireJson.Tolerant);
}
