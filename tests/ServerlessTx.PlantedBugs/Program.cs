using System.Diagnostics;
using System.Globalization;
using ServerlessTx.PlantedBugs;

// Usage: dotnet run --project tests/ServerlessTx.PlantedBugs [-- NUMBER…]
var repository = (await Command.RunAsync(Environment.CurrentDirectory, "git", "rev-parse", "--show-toplevel")).Output.Trim();
var numbers = args.Select(arg => int.Parse(arg, CultureInfo.InvariantCulture)).ToHashSet();
var bugs = Bug.All(repository).Where(bug => numbers.Count == 0 || numbers.Contains(bug.Number)).ToList();
using var copy = await SourceCopy.MakeAsync(repository);
var hunter = new Hunter(copy.Folder);
var clock = Stopwatch.StartNew();
var found = 0;
foreach (var bug in bugs)
{
    using var planted = copy.Plant(bug);
    var by = await hunter.FindAsync(bug);
    found += by is null ? 0 : 1;
    Console.WriteLine($"{bug.Number,2}  {bug.What}\n    rule {bug.Rule}; {bug.File}\n    {(by is null ? "NOT FOUND" : $"found by {by.Replace("\n", "\n    ", StringComparison.Ordinal)}")}\n");
}

Console.WriteLine($"{found} of {bugs.Count} planted bugs found in {clock.Elapsed.TotalMinutes.ToString("0", CultureInfo.InvariantCulture)} minutes.");
return found == bugs.Count ? 0 : 1;
