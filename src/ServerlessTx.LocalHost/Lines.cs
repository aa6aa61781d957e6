namespace ServerlessTx.LocalHost;

/// <summary>What other programs wrote, cut down to the one line that fits into ours.</summary>
internal static class Lines
{
    public static string First(string text) => All(text).FirstOrDefault("it said nothing.");

    public static string Last(string text) => All(text).LastOrDefault("it said nothing.");

    private static string[] All(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
