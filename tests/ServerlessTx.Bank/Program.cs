using System.Globalization;
using ServerlessTx.Bank;

// A bank on two PostgreSQL servers under kill -9 of everything:   dotnet run --project tests/ServerlessTx.Bank -- 50 [seed]
// The host that is killed, started by the command above:          … -- host STORAGE NORTH SOUTH
if (args is ["host", var storage, var north, var south])
{
    await BankHost.RunAsync(storage, north, south);
    return 0;
}

// From strict to degraded and back while a server is stopped:   … -- modes 15 modes.svg
if (args is ["modes", var stopped, var picture] && int.TryParse(stopped, NumberStyles.None, CultureInfo.InvariantCulture, out var outage))
{
    await using var demonstration = await ModesDemo.StartAsync(Console.WriteLine);
    await demonstration.RunAsync(outage, picture);
    return 0;
}

// kill -9 of the host while it switches, buffers, applies and fails back:   … -- modes-kill 6 [seed]
if (args is ["modes-kill", var cycles, .. var chance] && int.TryParse(cycles, NumberStyles.None, CultureInfo.InvariantCulture, out var outages))
{
    var drawn = chance is [var text] ? int.Parse(text, CultureInfo.InvariantCulture) : Random.Shared.Next(1, int.MaxValue);
    await using var kills = await ModesKill.StartAsync(drawn, Console.WriteLine);
    await kills.RunAsync(outages);
    return 0;
}

// The source's matrix of modes, measured:   … -- matrix 5
if (args is ["matrix", var each] && int.TryParse(each, NumberStyles.None, CultureInfo.InvariantCulture, out var measured))
{
    await using var matrix = await ModesMatrix.StartAsync(Console.WriteLine);
    await matrix.RunAsync(measured, Console.WriteLine);
    return 0;
}

if (args.Length is 0 or > 2 || !args.All(argument => int.TryParse(argument, NumberStyles.None, CultureInfo.InvariantCulture, out _)))
{
    Console.Error.WriteLine("Say how many rounds, and if you like a seed: -- 50 4711");
    return 2;
}

var numbers = args.Select(argument => int.Parse(argument, CultureInfo.InvariantCulture)).ToList();
var seed = numbers.ElementAtOrDefault(1) is > 0 and var given ? given : Random.Shared.Next(1, int.MaxValue);
try
{
    await using var rounds = await BankRounds.StartAsync(seed, Console.WriteLine);
    await rounds.RunAsync(numbers[0]);
    return 0;
}
catch (Exception broken)
{
    Console.Error.WriteLine(broken);
    return 1;
}
