using System.Collections.Frozen;
using System.Text.Json;

namespace ServerlessTx;

/// <summary>What is enumerated, as records, documents, rows, answers and breaches write it: <c>going_forward</c>.</summary>
internal static class WrittenWords
{
    public static string Word<T>(this T value)
        where T : struct, Enum => Of<T>.Words[value];

    private static class Of<T>
        where T : struct, Enum
    {
        public static readonly FrozenDictionary<T, string> Words =
            Enum.GetValues<T>().ToFrozenDictionary(value => value, value => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString()));
    }
}
