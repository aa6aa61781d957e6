using System.Text.Json;
using System.Text.Json.Nodes;

namespace ServerlessTx.Verification;

/// <summary>Documents around an honest chain that say something else than it does.</summary>
public sealed class ForgedDocuments
{
    public static TheoryData<string> Names =>
    [
        "saga completed", "saga compensated by a refusal, event form", "saga with large answers", "saga still stuck", "saga with a heuristic undo",
        "saga cancelled while a slow step answers", "parallel saga refused in its group", "tcc confirmed", "tcc expired", "2pc committed", "2pc aborted by a vote",
    ];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_changed_value_is_caught_there(string name) => Forge(name, (root, place) =>
    {
        if (place.In(root) is JsonObject or JsonArray)
            return false;
        place.Replace(root, Changed(place.In(root)));
        return true;
    });

    [Theory]
    [MemberData(nameof(Names))]
    public void A_value_of_another_type_is_caught_there(string name) => Forge(name, (root, place) =>
    {
        place.Replace(root, place.In(root) is null ? 0 : null);
        return true;
    });

    [Theory]
    [MemberData(nameof(Names))]
    public void A_value_that_is_taken_away_is_caught_there(string name) => Forge(name, (root, place) =>
    {
        place.Remove(root);
        return true;
    });

    [Theory]
    [MemberData(nameof(Names))]
    public void A_value_that_is_added_is_caught_there(string name) => Forge(name, (root, place) =>
    {
        switch (place.In(root))
        {
            case JsonObject members:
                members["approved"] = true;
                return true;
            case JsonArray items:
                items.Add("approved");
                return true;
            default:
                return false;
        }
    });

    [Fact]
    public void A_member_at_the_root_that_the_chain_does_not_yield_is_named()
    {
        var document = JsonNode.Parse(Played.Of("2pc committed").Document)!;
        document["approved"] = true;
        var breach = Assert.Single(Assert.Single(Edited.Verify(document).Broken).Breaches);
        Assert.Equal("$.approved", breach.Path);
    }

    [Fact]
    public void A_member_that_stands_twice_is_caught()
    {
        var text = System.Text.Encoding.UTF8.GetString(Played.Of("saga completed").Document);
        foreach (var twice in new[] { text.Insert(1, "\"head\":{},"), text.Replace("\"step\":1,", "\"step\":1,\"step\":1,", StringComparison.Ordinal) })
            Assert.NotEqual(VerificationOutcome.Holds, EvidenceVerifier.Verify(System.Text.Encoding.UTF8.GetBytes(twice)).Outcome);
    }

    /// <summary>Whoever sorts, indents or escapes a document changes nothing of what it says; a large answer's hash is over its members' order.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Another_order_of_members_and_another_escaping_change_nothing(string name)
    {
        var sorted = Sorted(JsonNode.Parse(Played.Of(name).Document));
        var indented = JsonSerializer.SerializeToUtf8Bytes(sorted, new JsonSerializerOptions { WriteIndented = true });
        Assert.Equal(VerificationOutcome.Holds, EvidenceVerifier.Verify(indented).Outcome);
    }

    private static void Forge(string name, Func<JsonNode, JsonPlace, bool> forge)
    {
        var honest = Played.Of(name).Document;
        foreach (var place in JsonPlace.All(JsonNode.Parse(honest)!).ToList())
        {
            var document = JsonNode.Parse(honest)!;
            if (!forge(document, place))
                continue;
            var report = Edited.Verify(document);
            Assert.True(report.Outcome is not VerificationOutcome.Holds, $"{place.Path} was forged and nobody noticed");
            Assert.True(Names_the_place(report, place), $"{place.Path} was forged; caught at {string.Join(" ", report.Broken.SelectMany(finding => finding.Breaches))} {report.Reason}");
        }
    }

    /// <summary>
    /// The value itself, what holds it, or, of an array, what stands behind a gap in it. A chain without its last append is another chain, whose end
    /// is not the head; an event form without its events is taken for the other form.
    /// </summary>
    private static bool Names_the_place(VerificationReport report, JsonPlace place)
    {
        var other = place.Path.StartsWith("$.chain[", StringComparison.Ordinal) ? "$.head" : place.Path == "$.saga_execution" ? "$.steps" : null;
        var array = place.Steps[^1] is int ? place.Path[..place.Path.LastIndexOf('[')] : place.Path;
        return report.Reason?.Contains($"{place.Steps[0]}", StringComparison.Ordinal) == true || report.Broken.SelectMany(finding => finding.Breaches).Any(breach =>
            breach.Path is { } path && (path == other || place.Path.StartsWith(path, StringComparison.Ordinal) || path.StartsWith(array, StringComparison.Ordinal)));
    }

    private static JsonNode? Changed(JsonNode? value) => value?.GetValueKind() switch
    {
        null or JsonValueKind.Null => "null",
        JsonValueKind.True => false,
        JsonValueKind.False => true,
        JsonValueKind.Number => JsonNode.Parse(value.ToJsonString() + (value.ToJsonString().Contains('E', StringComparison.OrdinalIgnoreCase) ? "1" : value.ToJsonString().Contains('.', StringComparison.Ordinal) ? "1" : ".1")),
        _ => value!.GetValue<string>() + "x",
    };

    private static JsonNode? Sorted(JsonNode? node) => node switch
    {
        JsonObject members => new JsonObject(members.OrderBy(member => member.Key, StringComparer.Ordinal).Select(member => KeyValuePair.Create(member.Key, member.Key == "large_answers" ? member.Value?.DeepClone() : Sorted(member.Value)))),
        JsonArray items => new JsonArray([.. items.Select(Sorted)]),
        _ => node?.DeepClone(),
    };
}
