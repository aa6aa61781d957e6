using System.Text.RegularExpressions;

namespace ServerlessTx.Readme;

/// <summary>The README's code is code that compiles here, to the letter.</summary>
public sealed partial class ReadmeTests
{
    internal static readonly string Root = FindRoot();

    [Fact]
    public void Every_block_of_code_in_the_readme_stands_in_a_file_that_compiles_and_runs_here()
    {
        var shown = Block().Matches(File.ReadAllText(Path.Combine(Root, "README.md"))).Select(match => match.Groups[1].Value.Trim()).ToList();
        var compiled = Directory.GetFiles(Path.Combine(Root, "tests", "ServerlessTx.Readme"), "*.cs")
            .SelectMany(file => Region().Matches(File.ReadAllText(file)))
            .Select(match => Unindented(match.Groups[1].Value))
            .ToList();

        Assert.Equal(10, shown.Count);
        Assert.Equal(compiled.Order(StringComparer.Ordinal), shown.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_file_that_the_readme_points_at_is_there()
    {
        var links = Link().Matches(File.ReadAllText(Path.Combine(Root, "README.md"))).Select(match => match.Groups[1].Value).ToList();
        Assert.NotEmpty(links);
        Assert.All(links, link => Assert.True(Path.Exists(Path.Combine(Root, link)), link));
    }

    [GeneratedRegex("```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex(@"// readme: \w+\n(.*?)\n *// end", RegexOptions.Singleline)]
    private static partial Regex Region();

    [GeneratedRegex(@"\]\((?!https?:|#)([^)#]+)")]
    private static partial Regex Link();

    private static string Unindented(string code)
    {
        var lines = code.Split('\n');
        var indent = lines.Where(line => line.Length > 0).Min(line => line.Length - line.TrimStart().Length);
        return string.Join('\n', lines.Select(line => line.Length > indent ? line[indent..] : line.Trim())).Trim();
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "ServerlessTx.sln")))
            folder = folder.Parent;
        return folder.FullName;
    }
}
