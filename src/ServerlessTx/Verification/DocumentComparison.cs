using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ServerlessTx;

/// <summary>
/// Compares a document with what it should be, as JSON: members in any order, strings by what they say, numbers by their value. The document
/// is read as a stream, so that it stands in memory once.
/// </summary>
internal sealed class DocumentComparison
{
    /// <summary>A document of another transaction differs everywhere; the first places tell enough.</summary>
    private const int MostDifferences = 20;

    private readonly Stack<string> _path = new(["$"]);
    private readonly List<Breach> _differences = [];

    /// <summary>Compares it with what a builder writes. One that trusts its records may find that these are not such: then nothing is yielded by them.</summary>
    public static IReadOnlyList<Breach> Differences(ReadOnlyMemory<byte> document, Func<JsonNode> yielded)
    {
        try
        {
            var bytes = new ArrayBufferWriter<byte>();
            using (var writer = new Utf8JsonWriter(bytes, new JsonWriterOptions { Encoder = WireJson.Tolerant.Encoder }))
                yielded().WriteTo(writer);
            return Differences(document, bytes.WrittenMemory);
        }
        catch (Exception wrong) when (wrong is not OutOfMemoryException)
        {
            return [YieldsNothing(wrong)];
        }
    }

    public static Breach YieldsNothing(Exception wrong) => Breach.In("$", $"no document can be computed from these records: {wrong.Message}");

    public static IReadOnlyList<Breach> Differences(ReadOnlyMemory<byte> document, ReadOnlyMemory<byte> yielded)
    {
        using var expected = JsonDocument.Parse(yielded, new JsonDocumentOptions { MaxDepth = PresentedDocument.MaxDepth });
        var comparison = new DocumentComparison();
        var reader = new Utf8JsonReader(document.Span, new JsonReaderOptions { MaxDepth = PresentedDocument.MaxDepth });
        reader.Read();
        comparison.Compare(ref reader, expected.RootElement);
        return comparison._differences;
    }

    private bool IsEnough => _differences.Count >= MostDifferences;

    private void Compare(ref Utf8JsonReader reader, JsonElement expected)
    {
        if (IsEnough)
            reader.Skip();
        else if (reader.TokenType == JsonTokenType.StartObject && expected.ValueKind == JsonValueKind.Object)
            CompareMembers(ref reader, expected);
        else if (reader.TokenType == JsonTokenType.StartArray && expected.ValueKind == JsonValueKind.Array)
            CompareItems(ref reader, expected);
        else if (!IsSame(ref reader, expected))
        {
            Differs($"{Shown(ref reader)} stands there, the chain yields {Shown(expected)}");
            reader.Skip();
        }
    }

    private void CompareMembers(ref Utf8JsonReader reader, JsonElement expected)
    {
        var left = new ExpectedMembers(expected);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var found = left.Take(ref reader, out var value);
            var name = reader.GetString();
            _path.Push("." + name);
            reader.Read();
            if (found)
            {
                Compare(ref reader, value);
            }
            else if (SealedValue.IsErasure(name, expected) && reader.TokenType is JsonTokenType.True)
            {
                // Whether a key is destroyed stands in no chain; it is the word of the host that served the document.
            }
            else
            {
                Differs("it stands there, and the chain does not yield it");
                reader.Skip();
            }

            _path.Pop();
        }

        foreach (var missing in left.Left())
        {
            _path.Push("." + missing);
            Differs("the chain yields it, and it is missing");
            _path.Pop();
        }
    }

    private void CompareItems(ref Utf8JsonReader reader, JsonElement expected)
    {
        var items = expected.EnumerateArray();
        var count = 0;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            _path.Push($"[{count++}]");
            if (items.MoveNext())
            {
                Compare(ref reader, items.Current);
            }
            else
            {
                Differs("it stands there, and the chain does not yield it");
                reader.Skip();
            }

            _path.Pop();
        }

        if (count < expected.GetArrayLength())
            Differs($"it has {count} items, the chain yields {expected.GetArrayLength()}");
    }

    private static bool IsSame(ref Utf8JsonReader reader, JsonElement expected) => reader.TokenType switch
    {
        JsonTokenType.String when expected.ValueKind == JsonValueKind.String =>
            reader.ValueIsEscaped ? expected.ValueEquals(reader.GetString()) : expected.ValueEquals(reader.ValueSpan),
        JsonTokenType.Number when expected.ValueKind == JsonValueKind.Number => JsonNumber.AreSame(JsonElement.Parse(reader.ValueSpan), expected),
        JsonTokenType.True => expected.ValueKind == JsonValueKind.True,
        JsonTokenType.False => expected.ValueKind == JsonValueKind.False,
        JsonTokenType.Null => expected.ValueKind == JsonValueKind.Null,
        _ => false,
    };

    private void Differs(string what)
    {
        if (!IsEnough)
            _differences.Add(Breach.In(string.Concat(_path.Reverse()), what));
    }

    private static string Shown(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.StartObject => "an object",
        JsonTokenType.StartArray => "an array",
        JsonTokenType.String => Short('"' + Encoding.UTF8.GetString(reader.ValueSpan) + '"'),
        _ => Short(Encoding.UTF8.GetString(reader.ValueSpan)),
    };

    private static string Shown(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        _ => Short(value.GetRawText()),
    };

    private static string Short(string text) => text.Length <= 80 ? text : text[..80] + "…";
}
