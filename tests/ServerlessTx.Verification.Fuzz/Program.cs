using System.Diagnostics;
using System.Globalization;
using ServerlessTx.Verification;

// Usage: dotnet run --project tests/ServerlessTx.Verification.Fuzz -c Release -- COUNT [SEED]
var count = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 100_000;
var seed = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 1;
var fuzzer = new Fuzzer(seed);
var clock = Stopwatch.StartNew();
for (var i = 1; i <= count; i++)
{
    try
    {
        fuzzer.Step();
    }
    catch (FuzzFailure failure)
    {
        var file = Path.Combine(Path.GetTempPath(), string.Create(CultureInfo.InvariantCulture, $"mutant-{seed}-{i}.json"));
        await File.WriteAllBytesAsync(file, failure.Document);
        Console.WriteLine($"Mutant {i} of seed {seed}: {failure.Message}. It is kept as {file}.\n{failure.InnerException}");
        return 1;
    }

    if (i % 10_000 == 0 || i == count)
        Console.WriteLine($"{i} mutants in {clock.Elapsed.TotalSeconds:0} s: {string.Join(", ", fuzzer.Outcomes.OrderBy(outcome => outcome.Key).Select(outcome => $"{outcome.Value} {outcome.Key}"))}");
}

return 0;
