using System.Text.Json;

namespace ServerlessTx.Explorer;

internal sealed record Purchase(string Item);

internal sealed record Receipt(string Of);

/// <summary>A participant's business row: what was done of its branch.</summary>
internal sealed record Effect(int Made, int Undone, bool IsHeld)
{
    public const string Key = "x|effect";

    public static Effect None { get; } = new(0, 0, IsHeld: false);

    public static Effect In(RowSet rows) => rows.Rows.FirstOrDefault(row => row.Key == Key) is { } row
        ? JsonSerializer.Deserialize<Effect>(row.Payload.Span, WireJson.Tolerant)!
        : None;

    public bool Stands => Made > Undone;
}
