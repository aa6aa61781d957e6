using System.Globalization;

namespace ServerlessTx;

/// <summary>The recorded result of an operation: the row of its key, or the row beside its effect.</summary>
internal sealed record OperationRecord
{
    private const string OwnerColumn = "owner";
    private const string AtColumn = "at";
    private const string WithEffectColumn = "with_effect";

    /// <summary>Drawn by the call that recorded it: a conflict is won only by whoever finds its own.</summary>
    public required string Owner { get; init; }

    public required string Fingerprint { get; init; }

    /// <summary>When the effect had run.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>JSON.</summary>
    public required ReadOnlyMemory<byte> Result { get; init; }

    /// <summary>Whether it stands in one batch with its effect.</summary>
    public required bool WithEffect { get; init; }

    /// <summary>Inserts it, or replaces an expired row.</summary>
    public RowWrite Write(string rowKey, string operation, string? expiredETag)
    {
        var columns = new Dictionary<string, string>
        {
            [OperationRows.Operation] = operation,
            [OwnerColumn] = Owner,
            [TransactionRows.Fingerprint] = Fingerprint,
            [AtColumn] = At.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture),
        };
        if (WithEffect)
            columns[WithEffectColumn] = "true";
        return expiredETag is null ? new RowWrite.Insert(rowKey, Result, columns) : new RowWrite.Replace(rowKey, expiredETag, Result, columns);
    }

    public static OperationRecord Read(Row row) => new()
    {
        Owner = row.Columns[OwnerColumn],
        Fingerprint = row.Columns[TransactionRows.Fingerprint],
        At = DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(row.Columns[AtColumn], CultureInfo.InvariantCulture)),
        Result = row.Payload,
        WithEffect = row.Columns.ContainsKey(WithEffectColumn),
    };
}
