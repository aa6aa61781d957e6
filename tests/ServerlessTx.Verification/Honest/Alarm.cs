using System.Text;

namespace ServerlessTx.Verification;

/// <summary>A report and the records that it is about, for the one who has to find out which of the two is wrong.</summary>
internal static class Alarm
{
    public static void Unless(bool holds, VerificationReport report, Evidence evidence, string about = "")
    {
        if (!holds)
            Assert.Fail(about + Of(report, evidence));
    }

    private static string Of(VerificationReport report, Evidence evidence)
    {
        var text = new StringBuilder($"{report.Outcome} {report.Reason}\n");
        foreach (var breach in report.Broken.SelectMany(finding => finding.Breaches.Select(breach => $"{finding.Rule}: {breach}")))
            text.AppendLine(breach);
        foreach (var append in evidence.Appends)
            text.AppendLine($"{append.Version} {append.Hash.ToString()[..8]} {Encoding.UTF8.GetString(append.Payload.Span)}");
        return text.ToString();
    }
}
