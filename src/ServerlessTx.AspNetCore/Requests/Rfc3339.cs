using System.Globalization;
using System.Text.RegularExpressions;

namespace ServerlessTx.AspNetCore;

/// <summary>Moments as RFC 3339 writes them, with their offset from UTC: one without would be another moment on another machine.</summary>
internal static partial class Rfc3339
{
    public const string Expected = "an RFC 3339 moment, such as 2026-01-15T10:00:00Z (a + is written %2B in a query)";

    /// <summary>The moment, or nothing where it is none.</summary>
    public static DateTimeOffset? Read(string text) =>
        Shape().IsMatch(text) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var moment) ? moment : null;

    [GeneratedRegex(@"^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d{1,7})?([Zz]|[+-]\d\d:\d\d)\z", RegexOptions.ECMAScript)]
    private static partial Regex Shape();
}
