using System.Text.Json;

namespace ServerlessTx;

/// <summary>An aggregate's document beside the events of its own chain, which holds.</summary>
internal sealed class AggregateClaim
{
    private readonly Dictionary<string, JsonElement> _members = [];

    public AggregateClaim(PresentedDocument document, ChainClaim chain)
    {
        (Document, Chain) = (document, chain);
        if (DocumentClaim.Parse(document.Aggregate!.Value) is { ValueKind: JsonValueKind.Object } aggregate)
        {
            foreach (var member in aggregate.EnumerateObject())
                _members[member.Name] = member.Value;
        }

        Events = [.. chain.Contents.SelectMany(content => content.Events).Select((happened, i) => (i + 1L, happened))];
    }

    public PresentedDocument Document { get; }

    public ChainClaim Chain { get; }

    public IReadOnlyList<(long Version, PresentedEvent Is)> Events { get; }

    /// <summary>The stream as its first event names it, <c>{type}:{id}</c>.</summary>
    public string? Stream => Events[0].Is.Stream;

    public string? Type => Text("aggregate_type");

    public string? Id => Text("aggregate_id");

    /// <summary>The version that the document shows.</summary>
    public long? Through => StateMember("version") is { ValueKind: JsonValueKind.Number } version && version.TryGetInt64(out var number) ? number : null;

    /// <summary>The host that served it did not know one of the events, and claims no state.</summary>
    public bool IsUntold => StateMember("untold") is not null;

    public JsonElement? State => _members.TryGetValue("current_state", out var state) && state.ValueKind == JsonValueKind.Object ? state : null;

    public JsonElement? StateMember(string name) => State is { } state && state.TryGetProperty(name, out var value) ? value : null;

    private string? Text(string name) => _members.TryGetValue(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
