using System.Globalization;
using System.Text.RegularExpressions;

namespace ServerlessTx;

/// <summary>What names a dead message: a number that rises, wide enough that its text sorts alike, and a hash where numbers are not unique.</summary>
internal static partial class LetterName
{
    private const int Digits = 19;
    private const int HashDigits = 16;

    public static string Of(long number) => number.ToString("D19", CultureInfo.InvariantCulture);

    public static string Of(long number, string unique) => $"{Of(number)}-{HashedKey.Of(unique)[..HashDigits]}";

    /// <summary>The number of a letter that is one.</summary>
    public static long NumberOf(string letter) => long.Parse(letter.AsSpan(0, Digits), CultureInfo.InvariantCulture);

    public static bool IsOne(string text) => Pattern().IsMatch(text);

    // Nineteen digits may be more than a long holds; nine at their front are the only way.
    [GeneratedRegex("^[0-8][0-9]{18}(-[0-9a-f]{16})?$", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
