using System.Runtime.CompilerServices;

namespace ServerlessTx.Samples.Tests;

public sealed class RulesInTheDocs
{
    [Fact]
    public void The_rules_of_the_docs_are_the_rules_of_the_code() => Assert.Equal(
        ChoreographyRulebook.All.Select(rule => $"| {rule.Level.ToString().ToLowerInvariant()} | `{rule.Name}` | {rule.Says} |"),
        File.ReadLines(Docs()).SkipWhile(line => !line.StartsWith("| level |", StringComparison.Ordinal)).Skip(2).TakeWhile(line => line.StartsWith('|')));

    private static string Docs([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "../../../docs/choreography.md");
}
