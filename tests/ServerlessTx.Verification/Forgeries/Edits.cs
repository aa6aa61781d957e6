namespace ServerlessTx.Verification;

/// <summary>Edits of a document as text, and what a report says of it.</summary>
internal static class Edits
{
    /// <summary>With one text in place of another, which has to be there.</summary>
    public static string Replaced(this string document, string honest, string forged)
    {
        Assert.Contains(honest, document, StringComparison.Ordinal);
        return document.Replace(honest, forged, StringComparison.Ordinal);
    }

    /// <summary>Every breach: rule, place and words.</summary>
    public static IReadOnlyList<string> Breaches(this VerificationReport report) =>
        [.. report.Broken.SelectMany(finding => finding.Breaches.Select(breach => $"{finding.Rule}, {breach}"))];
}
