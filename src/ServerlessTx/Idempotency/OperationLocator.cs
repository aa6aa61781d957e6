using System.Globalization;

namespace ServerlessTx;

/// <summary>
/// Stands for a key whose result is recorded beside its effect, in a partition of the application's, and says in which. It is there before
/// any effect, so that the key is found by whoever asks or sweeps, and so that one key never works in two partitions.
/// </summary>
internal sealed record OperationLocator(string Partition, DateTimeOffset At)
{
    private const string PartitionColumn = "partition";
    private const string AtColumn = "located_at";

    public static bool Is(Row row) => row.Columns.ContainsKey(PartitionColumn);

    public static OperationLocator Read(Row row) => new(
        row.Columns[PartitionColumn], DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(row.Columns[AtColumn], CultureInfo.InvariantCulture)));

    public RowWrite Write(string rowKey, string operation, string? eTag)
    {
        var columns = new Dictionary<string, string>
        {
            [OperationRows.Operation] = operation,
            [PartitionColumn] = Partition,
            [AtColumn] = At.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture),
        };
        return eTag is null ? new RowWrite.Insert(rowKey, default, columns) : new RowWrite.Replace(rowKey, eTag, default, columns);
    }
}
