using System.Buffers.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ServerlessTx.Specifications;

/// <summary>An evidence document as an earlier version handed it out, its stored bytes included. A file that is there is never changed.</summary>
internal static class GoldenDocument
{
    private static readonly JsonSerializerOptions Indented = new(WireJson.Tolerant) { WriteIndented = true };

    /// <summary>Writes a document whose file is not there; with <c>UPDATE_EVIDENCE=1</c> only.</summary>
    public static void Keep(string file, Func<JsonNode> document)
    {
        if (Repository.IsUpdating && !File.Exists(file))
            File.WriteAllText(file, document().ToJsonString(Indented) + "\n");
    }

    /// <summary>The names of documents that are kept; one whose file is not there is told and written, see <see cref="Keep"/>.</summary>
    public static TheoryData<string> Kept(IEnumerable<string> names, Func<string, string> fileOf, Func<string, JsonNode> tell)
    {
        TheoryData<string> kept = [.. names];
        foreach (var name in names)
            Keep(fileOf(name), () => tell(name));
        return kept;
    }

    public static JsonObject Read(string file)
    {
        Assert.True(File.Exists(file), $"Run once with UPDATE_EVIDENCE=1 to keep {Path.GetFileName(file)}.");
        return JsonNode.Parse(File.ReadAllText(file))!.AsObject();
    }

    /// <summary>The stored bytes in a <c>chain</c>, each under the hash that stands beside it.</summary>
    public static IReadOnlyList<StoredAppend> AppendsOf(JsonNode? chain) => [.. chain!.AsArray().Select(AppendOf)];

    /// <summary>Everything that was said is said; keys may have been added.</summary>
    public static void AssertSays(JsonNode? now, JsonNode? then, string path = "$")
    {
        switch (then)
        {
            case JsonObject fields:
                foreach (var field in fields)
                    AssertSays(now is JsonObject known && known.ContainsKey(field.Key) ? known[field.Key] : "(nothing)", field.Value, $"{path}.{field.Key}");
                break;
            case JsonArray items:
                Assert.True(now is JsonArray same && same.Count == items.Count, $"{path} has another number of items.");
                for (var i = 0; i < items.Count; i++)
                    AssertSays(now![i], items[i], $"{path}[{i}]");
                break;
            default:
                Assert.True(JsonNode.DeepEquals(now, then), $"{path} was {then?.ToJsonString() ?? "null"} and is {now?.ToJsonString() ?? "null"}.");
                break;
        }
    }

    /// <summary>A stranger who is handed the file finds nothing wrong with it; or, told so of one by a later version, says that it cannot be judged.</summary>
    public static void AssertHolds(string file, bool isOfALaterVersion = false)
    {
        var report = EvidenceVerifier.Verify(File.ReadAllBytes(file));
        Assert.True(report.Outcome == (isOfALaterVersion ? VerificationOutcome.Unreadable : VerificationOutcome.Holds), $"{report.Reason}{string.Join('\n', report.Broken.SelectMany(finding => finding.Breaches))}");
    }

    private static StoredAppend AppendOf(JsonNode? link)
    {
        var append = new StoredAppend(
            (long)link!["version"]!, (int)link["count"]!, Base64Url.DecodeFromChars((string)link["payload"]!), ChainHash.Parse((string)link["previous_hash"]!));
        Assert.Equal((string?)link["hash"], append.Hash.ToString());
        return append;
    }
}
