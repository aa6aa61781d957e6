using System.Globalization;

namespace ServerlessTx.Cli;

/// <summary>
/// Words of a document that somebody else wrote, as a terminal may be given them: what moves its cursor, begins a line or turns a text round is
/// written as an escape, so that no document can write over what is said of it.
/// </summary>
internal static class Printable
{
    public static string Of(string text) =>
        text.Any(IsActive) ? string.Concat(text.Select(c => IsActive(c) ? string.Create(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}") : c.ToString())) : text;

    private static bool IsActive(char c) => char.GetUnicodeCategory(c)
        is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
