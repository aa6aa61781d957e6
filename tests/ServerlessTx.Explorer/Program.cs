using System.Globalization;
using ServerlessTx;
using ServerlessTx.Explorer;

var chosen = Scenarios.All.Where(scenario => args.Length == 0 || args.Any(scenario.Name.StartsWith)).ToList();
var broken = false;
foreach (var scenario in chosen)
{
    var search = new Search(scenario);
    var r = search.Run(int.MaxValue);
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{scenario.Name,-30} {r.States} states {r.Runs} runs {r.Seconds:0.0} s {string.Join(", ", r.Ends.Select(end => $"{end.Count} {end.End.Word()}"))} [{scenario}]"));
    if (r.Violation is { } violation)
    {
        Console.WriteLine(search.Describe(violation));
        broken = true;
    }
}

return broken ? 1 : 0;
