using System.Runtime.CompilerServices;

namespace ServerlessTx.Verification;

public sealed class RulesInTheDocs
{
    [Fact]
    public void The_rules_of_the_docs_are_the_rules_of_the_code() => Assert.Equal(
        Rulebook.All.Select(rule => $"| {rule.Level.ToString().ToLowerInvariant()} | `{rule.Name}` | {rule.Says} |"),
        File.ReadLines(Docs()).Where(line => line.StartsWith("| ", StringComparison.Ordinal) && line.Contains('`', StringComparison.Ordinal)));

    [Fact]
    public void The_rules_of_groups_are_those_of_their_page() => Assert.Equal(
        ModeRulebook.All.Select(rule => $"| {rule.Level.ToString().ToLowerInvariant()} | `{rule.Name}` | {rule.Says} |"),
        File.ReadLines(Path.Combine(Path.GetDirectoryName(Docs())!, "modes.md"))
            .Where(line => line.StartsWith("| rules", StringComparison.Ordinal) || line.StartsWith("| document", StringComparison.Ordinal)));

    private static string Docs([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "../../docs/verify.md");
}
