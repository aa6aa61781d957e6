using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace ServerlessTx.AspNetCore;

/// <summary>The <c>wait</c> preference of RFC 7240. What cannot be read is ignored, as its section 2 asks.</summary>
internal static class PreferHeader
{
    public const int MostSeconds = 60;

    /// <summary>How many seconds the client would wait, at most sixty, or nothing when it did not say.</summary>
    public static int? WaitOf(HttpRequest request)
    {
        var waits = from header in request.Headers["Prefer"]
                    from preference in Split(header ?? "", ',')
                    let parts = Split(preference, ';')[0].Split('=', 2)
                    where parts.Length == 2 && parts[0].Trim().Equals("wait", StringComparison.OrdinalIgnoreCase)
                    select Seconds(parts[1].Trim());
        // Of one that stands twice only the first counts.
        return waits.FirstOrDefault();
    }

    private static int? Seconds(string word)
    {
        var digits = word is ['"', .. var inside, '"'] ? inside : word;
        if (digits.Length == 0 || !digits.All(char.IsAsciiDigit))
            return null;
        return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? Math.Min(seconds, MostSeconds) : MostSeconds;
    }

    /// <summary>The parts between separators that stand in no quoted string.</summary>
    private static List<string> Split(string text, char separator)
    {
        var parts = new List<string>();
        var (start, isQuoted) = (0, false);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '"')
                isQuoted = !isQuoted;
            else if (text[i] == '\\' && isQuoted)
                i++;
            else if (text[i] == separator && !isQuoted)
            {
                parts.Add(text[start..i]);
                start = i + 1;
            }
        }

        return [.. parts, text[start..]];
    }
}
