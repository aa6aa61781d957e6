using ServerlessTx.Explorer;

if (CommandLine.Read(args) is not { } line)
{
    Console.Error.WriteLine(CommandLine.Usage);
    return 2;
}

if (line.IsList)
{
    foreach (var scenario in line.Scenarios)
        Console.WriteLine($"{scenario.Name,-31}{scenario}");
    return 0;
}

Console.WriteLine(Report.Heading);
var broken = 0;
Parallel.ForEach(line.Scenarios, new ParallelOptions { MaxDegreeOfParallelism = line.Parallel }, (scenario, loop) =>
{
    if (Explores(scenario))
        return;
    Interlocked.Increment(ref broken);
    if (line.IsFirst)
        loop.Stop();
});
Console.WriteLine(broken == 0 ? "No order breaks a rule." : $"{broken} of {line.Scenarios.Count} scenarios break a rule.");
return broken == 0 ? 0 : 1;

bool Explores(Exploration scenario)
{
    while (true)
    {
        var search = new Search(scenario);
        var result = search.Run(line.Max);
        if (!result.IsWhole && result.Violation is null && scenario.Bounds.Lowered() is { } lowered)
        {
            Console.WriteLine(Report.Lowered(result, lowered));
            scenario = scenario with { Bounds = lowered };
            continue;
        }

        Console.WriteLine(result.Violation is { } violation ? $"{Report.Line(result)}\n{search.Describe(violation)}" : Report.Line(result));
        return result.Violation is null;
    }
}
