using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace ServerlessTx.AspNetCore;

/// <summary>Reads a body as the record of a request, with all that its attributes ask for.</summary>
internal static class RequestBody
{
    /// <exception cref="InvalidInputException">A field is missing, unknown, of the wrong type or out of bounds.</exception>
    public static async Task<T> ReadAsync<T>(HttpRequest request) where T : class => Read<T>(await JsonBody.ReadAsync(request));

    /// <exception cref="InvalidInputException">A field is missing, unknown, of the wrong type or out of bounds.</exception>
    public static T Read<T>(JsonElement body) where T : class
    {
        try
        {
            var read = body.Deserialize<T>(WireJson.Strict) ?? throw new InvalidInputException("$", "must be an object; null was found");
            return InputRules.Fault(read) is { } fault ? throw fault : read;
        }
        catch (JsonException wrong)
        {
            throw InputFault.Describe(wrong, body, typeof(T));
        }
    }
}
