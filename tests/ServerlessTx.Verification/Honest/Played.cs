using System.Collections.Concurrent;

namespace ServerlessTx.Verification;

/// <summary>What each scenario leaves, played once for all tests. Who changes its bytes takes a copy.</summary>
internal static class Played
{
    private static readonly ConcurrentDictionary<string, Lazy<Evidence>> Runs = [];

    public static IEnumerable<KeyValuePair<string, Evidence>> All => Scenarios.All.Keys.Select(name => KeyValuePair.Create(name, Of(name)));

    public static Evidence Of(string name) => Runs.GetOrAdd(name, _ => new Lazy<Evidence>(Scenarios.All[name].Play)).Value;
}
