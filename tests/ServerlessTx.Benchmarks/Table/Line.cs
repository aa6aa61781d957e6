namespace ServerlessTx.Benchmarks;

/// <summary>A line of the table: what was measured, beside what, and whether the goal was met.</summary>
/// <param name="What">What was measured.</param>
/// <param name="Ours">What it came to.</param>
/// <param name="Beside">What the floor or the peer came to in the same run, or nothing.</param>
/// <param name="Goal">The goal, or nothing where there is none.</param>
internal sealed record Line(string What, string Ours, string Beside = "", Goal? Goal = null)
{
    public string Markdown => $"| {What} | {Ours} | {Beside} | {Goal?.Text} | {Goal?.Verdict} |";

    public static string Head =>
        """
        | what | ours | beside it, in the same run | goal | |
        |---|---|---|---|---|
        """;
}
