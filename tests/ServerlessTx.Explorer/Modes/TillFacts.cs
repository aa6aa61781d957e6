using System.Text.Json;

namespace ServerlessTx.Explorer;

/// <summary>How a till stands, and what was done there.</summary>
internal sealed class TillFacts
{
    private readonly Dictionary<string, BarrierRecord> _answers;

    public TillFacts(RowSet rows)
    {
        Till = Read<TillRow>(rows, TillRow.Key).FirstOrDefault().Value ?? new TillRow(Explorer.Till.Opening, 0, 0, 0);
        Effects = Read<Effect>(rows, Effect.Key);
        _answers = rows.Rows.Where(row => row.Key.StartsWith(RowKinds.Barrier, StringComparison.Ordinal)).ToDictionary(row => row.Key, BarrierRecord.Read);
    }

    public TillRow Till { get; }

    /// <summary>Of each branch of each payment, what was done.</summary>
    public IReadOnlyDictionary<string, Effect> Effects { get; }

    /// <summary>Whether a buffered operation has been done here.</summary>
    public bool HasDone(OperationBuffered operation) =>
        _answers.GetValueOrDefault(BarrierRecord.Key(operation.TransactionId, operation.Branch))?[Phase.Action] is { Verdict: Verdict.Done };

    private static Dictionary<string, T> Read<T>(RowSet rows, string key) => rows.Rows
        .Where(row => row.Key.StartsWith(key, StringComparison.Ordinal))
        .ToDictionary(row => row.Key, row => JsonSerializer.Deserialize<T>(row.Payload.Span, WireJson.Tolerant)!);
}
