namespace ServerlessTx;

/// <summary>An idempotency key of an operation of the application's own.</summary>
/// <param name="Operation">The operation's name: 1 to 64 letters, digits, <c>_</c> and <c>-</c>. Keys of one name are apart from those of another, and from those of workflows.</param>
/// <param name="Key">The key: 1 to 255 characters, none of them a control character.</param>
public sealed record OperationKey(string Operation, string Key)
{
    private const int LongestName = 64;
    private const int LongestKey = 255;

    /// <summary>Who asks: the scope of the key.</summary>
    public string Caller { get; init; } = "local";

    /// <summary>The row of the key. A workflow's name holds no colon, so no workflow's key has the same row.</summary>
    internal string Row => TransactionRows.Key("once:" + Operation, Caller, Key);

    internal void Check()
    {
        if (Operation.Length is 0 or > LongestName || !Operation.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-'))
            throw new ArgumentException($"An operation is named by 1 to {LongestName} letters, digits, '_' or '-'; '{Operation}' was given.");
        CheckKey();
    }

    internal void CheckKey()
    {
        if (Key.Length is 0 or > LongestKey || Key.Any(char.IsControl))
            throw new ArgumentException($"An idempotency key has 1 to {LongestKey} characters and no control character; one of {Key.Length} was given.");
    }
}
