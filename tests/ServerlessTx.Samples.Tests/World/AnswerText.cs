namespace ServerlessTx.Samples.Tests;

/// <summary>What a participant answered, as it will be stored.</summary>
internal static class AnswerText
{
    public static async Task<string> Text(this Task<Vote> vote) => Text((await vote).ToAnswer());

    public static async Task<string> Text(this Task<Reservation> reservation) => Text((await reservation).ToAnswer());

    public static async Task<string> Text(this Task<Conclusion> conclusion) => Text((await conclusion).ToAnswer());

    private static string Text(Answer answer) => $"{answer.Verdict} {answer.Reason}{answer.Result?.GetRawText()}";
}
