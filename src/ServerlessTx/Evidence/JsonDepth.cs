using System.Text.Json;

namespace ServerlessTx;

/// <summary>
/// How deep a value of somebody else's may be nested. JSON is read and written here to 64 levels, and a record, a barrier's row and an
/// evidence document each put levels of their own around it.
/// </summary>
internal static class JsonDepth
{
    public const int Most = 48;

    public static bool IsTooDeep(JsonElement value) => IsDeeperThan(value, Most);

    /// <exception cref="InvalidInputException">It is too deep.</exception>
    public static void RefuseTooDeep(JsonElement value, string place)
    {
        if (IsTooDeep(value))
            throw new InvalidInputException(place, $"must be nested {Most} levels deep at most");
    }

    /// <summary>What a participant or a service answered. There is nobody to tell but its author.</summary>
    /// <exception cref="InvalidOperationException">It is too deep.</exception>
    public static void RefuseTooDeepAnswer(JsonElement? result)
    {
        if (result is { } value && IsTooDeep(value))
            throw new InvalidOperationException($"An answer is nested {Most} levels deep at most.");
    }

    private static bool IsDeeperThan(JsonElement value, int levels) => value.ValueKind switch
    {
        JsonValueKind.Object => levels == 0 || value.EnumerateObject().Any(member => IsDeeperThan(member.Value, levels - 1)),
        JsonValueKind.Array => levels == 0 || value.EnumerateArray().Any(item => IsDeeperThan(item, levels - 1)),
        _ => false,
    };
}
