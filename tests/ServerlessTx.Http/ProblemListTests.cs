using System.Runtime.CompilerServices;
using ServerlessTx.AspNetCore;

namespace ServerlessTx.Http;

public sealed class ProblemListTests
{
    [Fact]
    public void The_list_in_the_docs_is_the_list_in_the_code() =>
        Assert.Equal(ProblemTypes.All.Select(Row), File.ReadLines(Docs()).Where(line => line.StartsWith("| `", StringComparison.Ordinal)));

    [Fact]
    public void Every_problem_has_a_name_of_its_own_and_stands_in_the_list()
    {
        var defined = typeof(ProblemTypes).GetFields().Where(field => field.FieldType == typeof(ProblemType)).Select(field => (ProblemType)field.GetValue(null)!);

        Assert.Equal(defined, ProblemTypes.All);
        Assert.Distinct(ProblemTypes.All.Select(type => type.Name));
    }

    private static string Row(ProblemType type) => $"| `{type.Uri}` | {type.Status} | {type.Title} | {type.Meaning} |";

    private static string Docs([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "../../docs/problems.md");
}
