using System.Globalization;
using ServerlessTx.Processes;

// kill -9 of the host under load, as many rounds as are wanted:           dotnet run --project tests/ServerlessTx.Processes.Rounds -- 200 [seed]
// How many orders a second go through, with 16 clients at once:            dotnet run --project tests/ServerlessTx.Processes.Rounds -- orders 16
const int RoundsOnOneStorage = 20;

if (args is ["orders", var clients] && int.TryParse(clients, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0)
{
    await Throughput.MeasureAsync(count, Console.WriteLine);
    return 0;
}

if (args.Length is 0 or > 2 || !args.All(argument => int.TryParse(argument, NumberStyles.None, CultureInfo.InvariantCulture, out _)))
{
    Console.Error.WriteLine("Say how many rounds, and if you like a seed: -- 200 4711");
    return 2;
}

var numbers = args.Select(argument => int.Parse(argument, CultureInfo.InvariantCulture)).ToList();
var seed = numbers.ElementAtOrDefault(1) is > 0 and var given ? given : Random.Shared.Next(1, int.MaxValue);
try
{
    // A new storage now and then: Azurite becomes slow with the rows of a partition.
    for (var (left, lap) = (numbers[0], 0); left > 0; left -= RoundsOnOneStorage, lap++)
    {
        using var data = new TemporaryFolder();
        await new KillRounds(data.Path, Mix.Everything, seed + lap, Console.WriteLine).RunAsync(Math.Min(left, RoundsOnOneStorage));
    }

    return 0;
}
catch (Exception broken)
{
    Console.Error.WriteLine(broken);
    return 1;
}
