using System.Globalization;

namespace ServerlessTx.Explorer;

/// <summary>What the command was asked for.</summary>
internal sealed record CommandLine
{
    public const string Usage = """
        usage: dotnet run -c Release --project tests/ServerlessTx.Explorer -- [NAME…] [--max STATES] [--parallel N] [--first] [--quick | --list]

        NAME      runs the scenarios whose names begin so; all of them without one, the quick ones apart
        --max     a scenario with more states is run again with a lower bound, which is printed; 20000000 without it
        --parallel  so many scenarios at once
        --first   ends with the first scenario that breaks a rule
        --quick   the quick ones, which the tests run too
        --list    prints the scenarios and their bounds, and runs none
        """;

    public required IReadOnlyList<Exploration> Scenarios { get; init; }

    public int Max { get; init; } = 20_000_000;

    public int Parallel { get; init; } = 1;

    public bool IsFirst { get; init; }

    public bool IsList { get; init; }

    /// <summary>Nothing when it cannot be understood.</summary>
    public static CommandLine? Read(IReadOnlyList<string> args)
    {
        var (names, line) = (new List<string>(), new CommandLine { Scenarios = [] });
        var isQuick = false;
        for (var i = 0; i < args.Count; i++)
        {
            switch (args[i])
            {
                case "--quick":
                    isQuick = true;
                    break;
                case "--first":
                    line = line with { IsFirst = true };
                    break;
                case "--list":
                    line = line with { IsList = true };
                    break;
                case "--max" when NumberAt(i + 1) is { } max:
                    line = line with { Max = max };
                    i++;
                    break;
                case "--parallel" when NumberAt(i + 1) is { } parallel:
                    line = line with { Parallel = parallel };
                    i++;
                    break;
                case var name when Explorer.Scenarios.All.Any(scenario => IsNamed(scenario, name)):
                    names.Add(name);
                    break;
                default:
                    return null;
            }
        }

        return line with
        {
            Scenarios = [.. Explorer.Scenarios.All.Where(scenario =>
                names.Count == 0 ? scenario.IsQuick == isQuick : names.Any(name => IsNamed(scenario, name)))],
        };

        int? NumberAt(int at) =>
            at < args.Count && int.TryParse(args[at], NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number : null;
    }

    private static bool IsNamed(Exploration scenario, string name) => scenario.Name.StartsWith(name, StringComparison.Ordinal);
}
