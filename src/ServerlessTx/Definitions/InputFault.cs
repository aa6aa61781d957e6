using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace ServerlessTx;

/// <summary>
/// Says of an input that could not be read what would have been right. The serializer's own messages speak of .NET types, which
/// whoever sends JSON has never heard of; here the schema of the place it names is asked instead.
/// </summary>
internal static partial class InputFault
{
    private const int MostNamed = 20;

    public static InvalidInputException Describe(JsonException wrong, JsonElement input, Type type)
    {
        var path = wrong.Path ?? "$";
        var schema = (JsonNode?)InputSchema.Of(type);
        JsonElement? found = input;
        var parent = "$";
        foreach (Match step in Steps().Matches(path))
        {
            if (Names(schema) is { } names && Property(step) is { } name && !names.Contains(name))
                return new(path, $"is not a field of {parent}; {(names.Count == 0 ? "there are none" : "the fields there are " + List(names))}");
            (schema, found) = (Inside(schema, step), Inside(found, step));
            parent = path[..(step.Index + step.Length)];
        }

        if (found is not { } value)
            return new(path, "is not what is expected there");
        return value.ValueKind is JsonValueKind.Object && Missing(schema, value) is { Count: > 0 } missing
            ? new($"{path}.{missing[0]}", $"is missing; {path} must have {List(missing)}")
            : new(path, $"must be {Expected(schema)}; {Found(value)} was found");
    }

    /// <summary>The steps of a path as the serializer writes it: <c>.name</c>, <c>['odd name']</c>, <c>[0]</c>.</summary>
    [GeneratedRegex(@"\.([^.\[]+)|\['(.*?)'\]|\[(\d+)\]", RegexOptions.Singleline)]
    private static partial Regex Steps();

    private static string? Property(Match step) =>
        step.Groups[1].Success ? step.Groups[1].Value : step.Groups[2].Success ? step.Groups[2].Value : null;

    private static JsonNode? Inside(JsonNode? schema, Match step) => Property(step) is { } name
        ? (At(schema, "properties") as JsonObject)?[name] ?? At(schema, "additionalProperties")
        : At(schema, "items");

    private static JsonElement? Inside(JsonElement? value, Match step) => (value, Property(step)) switch
    {
        ({ ValueKind: JsonValueKind.Object } parent, { } name) => parent.TryGetProperty(name, out var inside) ? inside : null,
        ({ ValueKind: JsonValueKind.Array } parent, null) =>
            parent.EnumerateArray().Skip(int.Parse(step.Groups[3].Value)).Select(item => (JsonElement?)item).FirstOrDefault(),
        _ => null,
    };

    /// <summary>The fields of an object that takes no others.</summary>
    private static List<string>? Names(JsonNode? schema) =>
        At(schema, "additionalProperties") is JsonValue ? [.. (At(schema, "properties") as JsonObject ?? []).Select(property => property.Key)] : null;

    private static List<string> Missing(JsonNode? schema, JsonElement value) =>
        [.. (At(schema, "required") as JsonArray ?? []).Select(name => name!.GetValue<string>()).Where(name => !value.TryGetProperty(name, out _))];

    private static string Expected(JsonNode? schema)
    {
        if (At(schema, "enum") is JsonArray words)
            return "one of " + List([.. words.Select(word => word?.ToJsonString() ?? "null")]);
        var types = At(schema, "type") switch
        {
            JsonArray several => several.Select(type => type!.GetValue<string>()),
            JsonValue one => [one.GetValue<string>()],
            _ => [],
        };
        var expected = string.Join(" or ", types.Select(Article));
        return (At(schema, "format")?.GetValue<string>(), expected) switch
        {
            (_, "") => "what the schema of the workflow says",
            ({ } format, _) => $"{expected} in the format {format}",
            _ => expected,
        };
    }

    private static string Found(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number or JsonValueKind.String when value.GetRawText() is { Length: <= 40 } text => text,
        JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
        var kind => Article(kind.ToString().ToLowerInvariant()),
    };

    private static string Article(string type) => type switch { "null" => type, ['a' or 'i' or 'o', ..] => "an " + type, _ => "a " + type };

    private static string List(List<string> names) => string.Join(", ", names.Take(MostNamed)) + (names.Count > MostNamed ? ", …" : "");

    private static JsonNode? At(JsonNode? schema, string keyword) => (schema as JsonObject)?[keyword];
}
