using System.Globalization;
using ServerlessTx.Processes;

// kill -9 of the host, as many rounds as are wanted: dotnet run --project tests/ServerlessTx.Processes.Rounds -- 200 [seed]
const int RoundsOnOneStorage = 20;

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
