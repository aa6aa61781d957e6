using ServerlessTx.Benchmarks;
using ServerlessTx.LocalHost;

// All of the table:       dotnet run -c Release --project tests/ServerlessTx.Benchmarks
// In a few minutes:       … -- quick
// Some of its rows:       … -- latency throughput
var measurements = new (string Name, Func<Bench, IAsyncEnumerable<Line>> MeasureAsync)[]
{
    ("requests", RequestLines.MeasureAsync),
    ("latency", LatencyLines.MeasureAsync),
    ("throughput", ThroughputLines.MeasureAsync),
    ("peer", PeerLines.MeasureAsync),
    ("memory", MemoryLines.MeasureAsync),
    ("growth", GrowthLines.MeasureAsync),
    ("recovery", RecoveryLines.MeasureAsync),
    ("aggregates", AggregateLines.MeasureAsync),
    ("postgres", PostgresLines.MeasureAsync),
};
var wanted = args.Where(argument => argument != "quick").ToList();
if (wanted.Except(measurements.Select(measurement => measurement.Name)).FirstOrDefault() is { } unknown)
{
    Console.Error.WriteLine($"There is no '{unknown}'. Say quick, and some of: {string.Join(' ', measurements.Select(measurement => measurement.Name))}");
    return 2;
}

await using var azurite = await Azurite.StartAsync(new AzuriteOptions { InMemory = true }, Console.Error.WriteLine, TimeProvider.System);
var bench = new Bench(azurite.ConnectionString, args.Contains("quick") ? Scale.Quick : Scale.Full);
await bench.WarmAsync();
Console.WriteLine(Text.Of($"{DateTime.UtcNow:yyyy-MM-dd HH:mm} UTC, {Environment.ProcessorCount} cores, .NET {Environment.Version}, Azurite in memory"));
Console.WriteLine();
Console.WriteLine(Line.Head);
foreach (var measurement in measurements.Where(measurement => wanted.Count == 0 || wanted.Contains(measurement.Name)))
{
    await foreach (var line in measurement.MeasureAsync(bench))
        Console.WriteLine(line.Markdown);
}

return 0;
