using System.Globalization;

namespace ServerlessTx;

/// <summary>The row of a run that is not settled, in its owner's partition: when it is to be looked at.</summary>
internal sealed record OpenRun(TransactionId SagaId, string Choreography, DateTimeOffset Due, TransactionStatus Status)
{
    private const string Name = "choreography";
    private const string DueAt = "due";
    private const string State = "status";

    public static string Key(TransactionId sagaId) => RowKinds.Runs + sagaId;

    public static RowWrite.Insert Insert(TransactionId sagaId, string choreography, DateTimeOffset due) =>
        new(Key(sagaId), default, Columns(choreography, due, TransactionStatus.Running));

    public static RowWrite.Replace Move(TransactionId sagaId, string choreography, DateTimeOffset due, TransactionStatus status) =>
        new(Key(sagaId), RowWrite.AnyETag, default, Columns(choreography, due, status));

    public static RowWrite.Delete Delete(TransactionId sagaId) => new(Key(sagaId), RowWrite.AnyETag);

    public static OpenRun Read(Row row) => new(
        TransactionId.Parse(row.Key[RowKinds.Runs.Length..]),
        row.Columns[Name],
        DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(row.Columns[DueAt], CultureInfo.InvariantCulture)),
        row.Columns[State] == TransactionStatus.Stuck.Word() ? TransactionStatus.Stuck : TransactionStatus.Running);

    private static Dictionary<string, string> Columns(string choreography, DateTimeOffset due, TransactionStatus status) => new()
    {
        [Name] = choreography,
        [DueAt] = due.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture),
        [State] = status.Word(),
    };
}
