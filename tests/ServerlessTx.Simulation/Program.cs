using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using ServerlessTx.Simulation;

// So many seeds, from a first one on:   dotnet run -c Release --project tests/ServerlessTx.Simulation -- 10000 [first]
// One seed again:                       dotnet run -c Release --project tests/ServerlessTx.Simulation -- seed 4711
const int SeedsALine = 500;

if (args is ["seed", var one] && int.TryParse(one, NumberStyles.None, CultureInfo.InvariantCulture, out var only))
{
    var result = Simulation.Run(only);
    var events = EventSimulation.Run(only);
    Console.WriteLine($"{result}\nfingerprint {result.Fingerprint}\n{events}\nfingerprint {events.Fingerprint}");
    return result.Violation is null && events.Violation is null ? 0 : 1;
}

if (args.Length is 0 or > 2 || !args.All(argument => int.TryParse(argument, NumberStyles.None, CultureInfo.InvariantCulture, out _)))
{
    Console.Error.WriteLine("Say how many seeds, and if you like the first of them: -- 10000 1; or one seed to run again: -- seed 4711");
    return 2;
}

var numbers = args.Select(argument => int.Parse(argument, CultureInfo.InvariantCulture)).ToList();
var (count, first) = (numbers[0], numbers.ElementAtOrDefault(1) is > 0 and var given ? given : 1);
var (tally, eventTally) = (new Tally(), new EventTally());
var clock = Stopwatch.StartNew();
var broken = new ConcurrentBag<(int Seed, string What)>();
// A seed is one thread, and knows nothing of the others. Without a bound the pool takes its long silence for a jam, and adds threads for ever.
Parallel.For(first, first + count, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, (seed, seeds) =>
{
    var (result, events) = (Simulation.Run(seed), EventSimulation.Run(seed));
    lock (tally)
    {
        tally.Add(result);
        eventTally.Add(events);
        if (tally.Seeds % SeedsALine == 0)
            Console.WriteLine($"{clock.Elapsed.TotalSeconds,5:0} s  {tally.Line()}");
    }

    if (result.Violation is null && events.Violation is null)
        return;
    broken.Add((seed, result.Violation is null ? events.ToString() : result.ToString()));
    seeds.Stop();
});

foreach (var (_, what) in broken.OrderBy(found => found.Seed))
    Console.WriteLine(what);
if (broken.IsEmpty)
    Console.WriteLine("No rule was broken.");
Console.WriteLine($"{tally.Line()}\n{tally.Table()}\n{eventTally.Line()}");
return broken.IsEmpty ? 0 : 1;
