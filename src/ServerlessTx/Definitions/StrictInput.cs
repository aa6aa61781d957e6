using System.Text.Json;

namespace ServerlessTx;

/// <summary>Reads what users send into a type of the application's own, or says which field is wrong and what would be right.</summary>
internal static class StrictInput
{
    /// <exception cref="InvalidInputException">Names the field and what would be right.</exception>
    public static object Read(JsonElement input, Type type)
    {
        object value;
        try
        {
            value = input.Deserialize(type, WireJson.Strict) ?? throw new InvalidInputException("$", "must be an object; null was found");
        }
        catch (JsonException wrong)
        {
            throw InputFault.Describe(wrong, input, type);
        }
        catch (Exception refused) when (refused is ArgumentException or FormatException)
        {
            // A type of the input's own would not be made of these values.
            throw new InvalidInputException("$", refused.Message);
        }

        return InputRules.Fault(value) is { } fault ? throw fault : value;
    }
}
