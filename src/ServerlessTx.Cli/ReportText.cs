namespace ServerlessTx.Cli;

/// <summary>A report as a person reads it: the verdict, then what is wrong, then what is right.</summary>
internal static class ReportText
{
    private const string Seal =
        "What this cannot tell: whether somebody who may write the table forged the whole stream, consistently. Keep the head and give it\n"
        + "as --head next time, or publish it where they cannot write.";

    public static async Task WriteAsync(VerificationReport report, TextWriter output)
    {
        await output.WriteLineAsync(Printable.Of(Verdict(report)));
        if (report.Head is { } head)
            await output.WriteLineAsync($"{report.Records} {(report.Aggregate is null && report.Lock is null ? "records" : "events")}, head {head.Version}:{head.Hash}");
        foreach (var broken in report.Broken)
        {
            await output.WriteLineAsync($"\nBROKEN  {broken.Says}  [{broken.Rule}]");
            foreach (var breach in broken.Breaches)
                await output.WriteLineAsync($"        {Printable.Of(breach.ToString())}");
        }

        foreach (var level in report.Findings.GroupBy(finding => finding.Level))
            await WriteAsync(level.Key, [.. level], output);
        await output.WriteLineAsync($"\n{Seal}");
    }

    private static string Verdict(VerificationReport report)
    {
        var subject = report switch
        {
            { Aggregate: { } aggregate } => $"Aggregate {aggregate}",
            { Lock: { } resource } => $"The lock of {resource}",
            { TransactionId: { } id } => $"{Words(report.Pattern)} {id} ({report.Workflow})",
            { Workflow: { } group } => $"Group {group}",
            _ => "This document",
        };
        return report switch
        {
            { Outcome: VerificationOutcome.Broken } => $"BROKEN. {subject}: {Count(report.Broken.Count(), "rule does", "rules do")} not hold.",
            { Lock: not null } => $"HOLDS. {subject}: every rule holds in the events that are kept.",
            { TransactionId: null } => $"HOLDS. {subject} has come to version {report.Head!.Version}, and every rule holds.",
            { End: { } end } => $"HOLDS. {subject} ended {Words(end)}, and every rule holds.",
            _ => $"HOLDS SO FAR. {subject} has not ended; every rule holds as far as it has come.",
        };
    }

    private static async Task WriteAsync(VerificationLevel level, IReadOnlyList<Finding> findings, TextWriter output)
    {
        var unjudged = findings.Count(finding => finding.State is FindingState.NotJudged);
        await output.WriteLineAsync(unjudged == findings.Count ? $"\n{level}: not judged, because the chain does not hold." : $"\n{level}");
        foreach (var finding in findings.Where(finding => finding.State is not FindingState.NotJudged))
            await output.WriteLineAsync($"  {(finding.State is FindingState.Holds ? "holds " : "BROKEN")}  {finding.Says}");
    }

    private static string Count(int count, string one, string many) => count == 1 ? $"1 {one}" : $"{count} {many}";

    private static string Words<T>(T value) => System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName($"{value}").Replace('_', ' ');
}
