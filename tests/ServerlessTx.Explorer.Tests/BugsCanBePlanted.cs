using ServerlessTx.PlantedBugs;

namespace ServerlessTx.Explorer.Tests;

/// <summary>A planted bug whose text is gone from the source hunts nothing any more.</summary>
public sealed class BugsCanBePlanted
{
    private static readonly IReadOnlyList<Bug> Bugs = Bug.All(Root());

    public static TheoryData<int> Numbers => [.. Bugs.Select(bug => bug.Number)];

    [Theory]
    [MemberData(nameof(Numbers))]
    public void A_planted_bug_fits_the_source(int number)
    {
        var bug = Bugs.Single(bug => bug.Number == number);
        var source = File.ReadAllText(Path.Combine(Root(), bug.File));
        Assert.NotEqual(source, bug.PlantedIn(source));
    }

    [Fact]
    public void The_first_ten_break_the_ten_rules()
    {
        Assert.True(Bugs.Count >= 25);
        Assert.Equal(Enumerable.Range(1, 10).Select(rule => $"{rule}"), Bugs.Take(10).Select(bug => bug.Rule));
    }

    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "ServerlessTx.sln")))
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("The tests do not run in the repository.");
        return folder;
    }
}
