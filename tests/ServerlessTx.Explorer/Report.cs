using System.Globalization;

namespace ServerlessTx.Explorer;

/// <summary>What is printed: a line a scenario, and the shortest order that breaks a rule.</summary>
internal static class Report
{
    public static string Heading { get; } = $"{"scenario",-31}{"states",11}{"runs",9}{"seconds",9}  ended histories; within";

    public static string Line(SearchResult result) => string.Create(
        CultureInfo.InvariantCulture,
        $"{result.Scenario.Name,-31}{result.States,11:N0}{result.Runs,9:N0}{result.Seconds,9:N1}  {Ends(result)}; {result.Scenario}{(result.IsWhole ? "" : "; not all states")}");

    public static string Lowered(SearchResult result, Bounds lowered) =>
        $"{result.Scenario.Name,-31} has over {result.States.ToString("N0", CultureInfo.InvariantCulture)} states within {result.Scenario.Bounds}: lowered to {lowered}";

    private static string Ends(SearchResult result) =>
        result.Ends.Count == 0 ? "none" : string.Join(", ", result.Ends.Select(end => string.Create(CultureInfo.InvariantCulture, $"{end.Count:N0} {end.End}")));
}
