namespace ServerlessTx;

/// <summary>An input that a workflow cannot work with. Nothing was begun.</summary>
public sealed class InvalidInputException(string field, string detail) : Exception($"{field}: {detail}")
{
    /// <summary>Where it is, as a JSON path from <c>$</c>.</summary>
    public string Field { get; } = field;

    /// <summary>What is wrong there and what would be right.</summary>
    public string Detail { get; } = detail;
}
