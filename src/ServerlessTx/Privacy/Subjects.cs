using System.Text.RegularExpressions;

namespace ServerlessTx;

/// <summary>What the id of a subject is.</summary>
internal static partial class Subjects
{
    public const string IdExpected = "a letter or digit and up to 127 letters, digits and _ . : - @ behind it";

    public static bool IsId(string text) => IdPattern().IsMatch(text);

    /// <exception cref="ArgumentException">It cannot be one.</exception>
    public static string Checked(string subject) => IsId(subject)
        ? subject
        : throw new ArgumentException($"A subject's id is {IdExpected}; '{subject}' was given.", nameof(subject));

    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9_.:@-]{0,127}$", RegexOptions.CultureInvariant)]
    private static partial Regex IdPattern();
}
