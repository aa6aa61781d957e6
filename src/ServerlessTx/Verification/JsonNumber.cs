using System.Text.Json;

namespace ServerlessTx;

/// <summary>Numbers by their value and exactly: 1.0 is 1, and no digit is lost to rounding.</summary>
internal static class JsonNumber
{
    public static bool AreSame(JsonElement one, JsonElement other)
    {
        try
        {
            return JsonElement.DeepEquals(one, other);
        }
        catch (ArgumentOutOfRangeException)
        {
            // An exponent of more digits than anything has that is counted: then it is the same when it is written the same.
            return one.GetRawText() == other.GetRawText();
        }
    }

    /// <summary>As a sum of money; none where a decimal does not hold it to the last digit.</summary>
    public static decimal? ToDecimal(JsonElement? value) =>
        value is { ValueKind: JsonValueKind.Number } number && number.TryGetDecimal(out var rounded)
        && AreSame(number, JsonSerializer.SerializeToElement(rounded)) ? rounded : null;
}
