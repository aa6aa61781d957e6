using System.Globalization;

namespace ServerlessTx.Benchmarks;

/// <summary>A bound, and the value that has to hold to it.</summary>
internal sealed record Goal(string Text, bool IsMet)
{
    public string Verdict => IsMet ? "ok" : "**missed**";

    public static Goal Exactly(double bound, double value) => new($"= {Number(bound)}", value == bound);

    public static Goal AtMost(double bound, double value, string of = "") => new($"≤ {Number(bound)}{of}", value <= bound);

    public static Goal AtLeast(double bound, double value, string of = "") => new($"≥ {Number(bound)}{of}", value >= bound);

    private static string Number(double bound) => bound.ToString("0.##", CultureInfo.InvariantCulture);
}
