using System.Text;
using Microsoft.AspNetCore.Http;

namespace ServerlessTx.AspNetCore;

/// <summary>
/// The <c>Idempotency-Key</c> header: a string in double quotes as the IETF draft has it (RFC 8941, section 3.3.3), or bare as most
/// clients send it. Both forms of one key are the same key.
/// </summary>
internal static class IdempotencyKeyHeader
{
    public const string Name = "Idempotency-Key";
    private const int Longest = 255;

    /// <summary>The key, or nothing when none was sent.</summary>
    public static string? Read(HttpRequest request)
    {
        if (!request.Headers.TryGetValue(Name, out var values))
            return null;
        if (values is not [{ } value])
            throw Wrong($"{values.Count} were sent; send one");
        var text = value.Trim(' ', '\t');
        return Checked(text.StartsWith('"') ? Unquote(text) ?? throw Wrong("it begins with a double quote and is no quoted string") : text);
    }

    /// <summary>A key that can be one.</summary>
    public static string Checked(string key) => key switch
    {
        "" => throw Wrong("it is empty"),
        { Length: > Longest } => throw Wrong($"it has {key.Length} characters"),
        _ when key.Any(char.IsControl) => throw Wrong("it holds a control character"),
        _ when !IsText(key) => throw Wrong("it holds half of a surrogate pair"),
        _ => key,
    };

    /// <summary>What stands between the quotes. Parameters behind them have no meaning here.</summary>
    private static string? Unquote(string text)
    {
        var key = new StringBuilder();
        for (var i = 1; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '"':
                    return text[(i + 1)..].TrimStart(' ') is "" or [';', ..] ? key.ToString() : null;
                case '\\' when i + 1 < text.Length && text[i + 1] is '"' or '\\':
                    key.Append(text[++i]);
                    break;
                case '\\':
                    return null;
                default:
                    key.Append(text[i]);
                    break;
            }
        }

        return null;
    }

    private static bool IsText(string key) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(key)) == key;

    private static ProblemException Wrong(string what) =>
        new Problem(ProblemTypes.InvalidIdempotencyKey, $"An {Name} has 1 to {Longest} characters and no control character; {what}.").Thrown();
}
