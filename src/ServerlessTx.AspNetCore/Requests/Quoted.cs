namespace ServerlessTx.AspNetCore;

/// <summary>What was sent, repeated in an answer: never at length.</summary>
internal static class Quoted
{
    private const int Longest = 100;

    public static string Value(string? text) => $"'{Cut(text ?? "")}'";

    public static string Cut(string text) => text.Length <= Longest ? text : text[..Longest] + "…";
}
