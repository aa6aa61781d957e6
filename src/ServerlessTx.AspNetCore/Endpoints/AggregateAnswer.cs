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

    /// <summary>With personal data in the clear, or said to be erased: whoever may read an aggregate may read that.</summary>
    public static async Task<AggregateAnswer> OfAsync(
        AggregateDesk desk, Aggregate<JsonElement> aggregate, PersonalData personal, CancellationToken cancellation) =>
        Of(desk, aggregate) with { State = await personal.OpenAsync(aggregate.State, cancellation) };

    /// <summary>As it is stored.</summary>
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
