namespace ServerlessTx.Explorer;

internal sealed record Purchase(string Item);

internal sealed record Receipt(string Of);

/// <summary>A participant's business row: what was done of its branch.</summary>
internal sealed record Effect(int Made, int Undone, bool IsHeld)
{
    public const string Key = "x|effect";

    public static Effect None { get; } = new(0, 0, IsHeld: false);

    public bool Stands => Made > Undone;
}
