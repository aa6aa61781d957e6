using System.Text.Json;

namespace ServerlessTx.AspNetCore;

/// <summary>How an aggregate stands, in an answer.</summary>
internal sealed record AggregateAnswer
{
    public required string AggregateType { get; init; }

    public required string AggregateId { get; init; }

    /// <summary>Of its last event.</summary>
    public required long Version { get; init; }

    /// <summary>The stamp of its last event; none where a command came to nothing on an aggregate that does not exist.</summary>
    public DateTimeOffset? At { get; init; }

    public required JsonElement State { get; init; }

    /// <summary>A later document must extend it.</summary>
    public required StreamHead Head { get; init; }

    public static AggregateAnswer Of(AggregateDesk desk, Aggregate<JsonElement> aggregate) => new()
    {
        AggregateType = desk.Type,
        AggregateId = aggregate.Id,
        Version = aggregate.Version,
        At = aggregate.At,
        State = aggregate.State,
        Head = aggregate.Head,
    };
}
