using System.Text.RegularExpressions;

namespace ServerlessTx.Specifications;

/// <summary>The tables of <c>docs/evidence.md</c>. A comment above each names it: <c>&lt;!-- table: saga --&gt;</c>.</summary>
internal static partial class EvidenceDocs
{
    private static readonly string[] Lines = File.ReadAllLines(Repository.EvidenceDocs);

    /// <summary>The source's keys of a form: where each stands here and in which documents, or that it does not apply.</summary>
    public static IReadOnlyList<SourceKey> SourceKeys(string form) =>
        [.. Rows($"source keys: {form}").Select(cells => new SourceKey(Code(cells[0]), NotApplicable(cells[1]) ? null : Code(cells[1]), cells[2], Words(cells[3])))];

    /// <summary>The keys of a form that the source does not have.</summary>
    public static IReadOnlyList<SourceKey> FurtherKeys(string form) =>
        [.. Rows($"further keys: {form}").Select(cells => new SourceKey(Code(cells[0]), Code(cells[0]), cells[1], Words(cells[2])))];

    /// <summary>The fields of the records: type, path.</summary>
    public static IEnumerable<(string Type, string Field)> RecordFields() => Rows("records").Select(cells => (Code(cells[0]), Code(cells[1])));

    /// <summary>The first cells of a table of words.</summary>
    public static IEnumerable<string> Terms(string table) => Rows(table).Select(cells => Code(cells[0]));

    private static IEnumerable<string[]> Rows(string table)
    {
        var start = Array.IndexOf(Lines, $"<!-- {table} -->");
        Assert.True(start >= 0, $"docs/evidence.md has no table '{table}'.");
        return Lines.Skip(start + 1).SkipWhile(line => line.Length == 0).TakeWhile(line => line.StartsWith('|')).Skip(2)
            .Select(line => line.Trim('|').Split('|').Select(cell => cell.Trim()).ToArray());
    }

    private static string Code(string cell) => Backticked().Match(cell).Groups[1].Value;

    private static bool NotApplicable(string cell) => cell.StartsWith("not applicable", StringComparison.Ordinal);

    private static string[] Words(string cell) => cell == "–" ? [] : cell.Split(',', StringSplitOptions.TrimEntries);

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Backticked();
}

/// <summary>A row of a table of keys.</summary>
/// <param name="Source">The path in the source's document.</param>
/// <param name="Here">The path in ours, or none when it does not apply.</param>
/// <param name="Fact">What is recorded behind it, or why it does not apply.</param>
/// <param name="FoundIn">Outcomes whose document has it.</param>
internal sealed record SourceKey(string Source, string? Here, string Fact, IReadOnlyList<string> FoundIn);
