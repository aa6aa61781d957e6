using System.Buffers.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ServerlessTx;

/// <summary>
/// The document a stranger is handed. Computed whenever it is read, from stored bytes alone: nothing in it is stored, and nothing is a constant.
/// </summary>
internal static class EvidenceDocument
{
    /// <param name="appends">The whole stream, in order.</param>
    /// <param name="view">Which of the source's forms.</param>
    /// <param name="largeAnswer">Fetches a result that stands in a row of its own.</param>
    public static async Task<JsonObject> BuildAsync(
        IReadOnlyList<StoredAppend> appends, EvidenceView view, Func<CallName, string, Task<JsonElement?>> largeAnswer)
    {
        var story = new TransactionStory(appends);
        var large = new JsonObject();
        foreach (var answered in story.All<Answered>().Where(answered => answered.ResultHash is not null))
        {
            var result = await largeAnswer(answered.Name, answered.ResultHash!);
            large[answered.ResultHash!] = result is { } known ? Node(known) : null;
            story.Attach(answered.ResultHash!, result);
        }

        var document = view is EvidenceView.Events ? SagaExecutionForm.Of(story) : story.Pattern switch
        {
            Pattern.Saga => SagaForm.Of(story),
            _ => PlainForm.Of(story),
        };
        document["guarantees"] = Node(story.Guarantees);
        document["heuristic"] = story.State.Heuristic;
        document["decisions"] = new JsonArray([.. story.Recorded.Where(recorded => recorded.Record is Decided).Select(DecisionNode)]);
        document["chain"] = new JsonArray([.. appends.Select(ChainNode)]);
        if (large.Count > 0)
            document["large_answers"] = large;
        document["head"] = Node(story.State.Head);
        return document;
    }

    /// <summary>A participant's own JSON, as it stands.</summary>
    public static JsonNode? Node(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => JsonObject.Create(value),
        JsonValueKind.Array => JsonArray.Create(value),
        _ => JsonValue.Create(value),
    };

    public static JsonNode? Node<T>(T value) => JsonSerializer.SerializeToNode(value, WireJson.Tolerant);

    private static JsonObject DecisionNode(Recorded recorded)
    {
        var decided = (Decided)recorded.Record;
        return new JsonObject
        {
            ["version"] = recorded.Version,
            ["slot"] = Node(decided.Slot),
            ["decision"] = Node(decided.Decision),
            ["reason"] = decided.Reason,
            ["by"] = decided.By,
            ["at"] = Stamp.Text(decided.At),
            ["hash"] = recorded.Append.ToString(),
        };
    }

    private static JsonObject ChainNode(StoredAppend append) => new()
    {
        ["version"] = append.Version,
        ["count"] = append.Count,
        ["payload"] = Base64Url.EncodeToString(append.Payload.Span),
        ["previous_hash"] = append.PreviousHash.ToString(),
        ["hash"] = append.Hash.ToString(),
    };
}
