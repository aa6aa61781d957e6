using System.Diagnostics;
using System.Globalization;
using ServerlessTx.Simulation;

// So many seeds, from a first one on:   dotnet run -c Release --project tests/ServerlessTx.Simulation -- 10000 [first]
// One seed again:                       dotnet run -c Release --project tests/ServerlessTx.Simulation -- seed 4711
const int SeedsALine = 500;

if (args is ["seed", var one] && int.TryParse(one, NumberStyles.None, CultureInfo.InvariantCulture, out var only))
{
    var result = Simulation.Run(only);
    Console.WriteLine($"{result}\nfingerprint {result.Fingerprint}");
    return result.Violation is null ? 0 : 1;
}

if (args.Length is 0 or > 2 || !args.All(argument => int.TryParse(argument, NumberStyles.None, CultureInfo.InvariantCulture, out _)))
{
    Console.Error.WriteLine("Say how many seeds, and if you like the first of them: -- 10000 1; or one seed to run again: -- seed 4711");
    return 2;
}

var numbers = args.Select(argument => int.Parse(argument, CultureInfo.InvariantCulture)).ToList();
var (count, first) = (numbers[0], numbers.ElementAtOrDefault(1) is > 0 and var given ? given : 1);
var tally = new Tally();
var clock = Stopwatch.StartNew();
for (var seed = first; seed < first + count; seed++)
{
    var result = Simulation.Run(seed);
    tally.Add(result);
    if (result.Violation is not null)
    {
        Console.WriteLine(result);
        return 1;
    }

    if ((seed - first + 1) % SeedsALine == 0)
        Console.WriteLine($"{clock.Elapsed.TotalSeconds,5:0} s  {tally.Line()}");
}

Console.WriteLine($"No rule was broken.\n{tally.Line()}\n{tally.Table()}");
return 0;
