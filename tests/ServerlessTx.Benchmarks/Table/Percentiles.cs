namespace ServerlessTx.Benchmarks;

/// <summary>What repeated measurements came to.</summary>
internal static class Percentiles
{
    public static double Median(this IEnumerable<double> values) => values.Percentile(50);

    /// <summary>By the nearest rank.</summary>
    public static double Percentile(this IEnumerable<double> values, int percent)
    {
        var sorted = values.Order().ToList();
        return sorted[Math.Clamp((int)Math.Ceiling(percent / 100.0 * sorted.Count) - 1, 0, sorted.Count - 1)];
    }
}
