namespace ServerlessTx;

/// <summary>An ad hoc transaction of a wrong shape. Nothing was begun.</summary>
public sealed class InvalidDefinitionException(string place, string reason) : Exception($"{place}: {reason}")
{
    /// <summary>Where it is, as a JSON path from <c>$</c>.</summary>
    public string Place { get; } = place;

    /// <summary>What is wrong there and what would be right.</summary>
    public string Reason { get; } = reason;
}
