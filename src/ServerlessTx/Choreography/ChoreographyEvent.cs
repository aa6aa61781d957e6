using System.Text.Json;
using CloudNative.CloudEvents;

namespace ServerlessTx;

/// <summary>
/// An event of a run, as a CloudEvent: its subject and <c>correlationid</c> are the run, <c>causationid</c> is the event that it answers, its
/// data what the run began with and what happened.
/// </summary>
internal sealed record ChoreographyEvent
{
    private const int LongestId = 200;

    /// <summary>What a run begins with travels in each of its events; the rest of their 256 KiB is room for what happens.</summary>
    private const int MostBytesOfInput = 224 * 1024;

    public required string Id { get; init; }

    public required string Name { get; init; }

    public required TransactionId SagaId { get; init; }

    public required string Service { get; init; }

    public required DateTimeOffset At { get; init; }

    public required JsonElement Input { get; init; }

    public JsonElement? Payload { get; init; }

    public string? CausationId { get; init; }

    public string? Traceparent { get; init; }

    /// <summary>The id of what a service says in a record: the same whoever publishes it, and however often.</summary>
    public static string IdOf(TransactionId sagaId, string service, long version) => $"{sagaId}.{service}.{version}";

    /// <exception cref="StoreLimitException">No run can begin with it: it takes too much of each event.</exception>
    public static void RefuseTooLarge(JsonElement input)
    {
        if (JsonSerializer.SerializeToUtf8Bytes(input, EventReader.Written).Length is var size and > MostBytesOfInput)
            throw new StoreLimitException($"An input has at most {MostBytesOfInput} bytes (224 KiB) in the events of its run; this one has {size}.");
    }

    /// <exception cref="MalformedEventException">It is no event of a choreography.</exception>
    public static ChoreographyEvent Read(IncomingMessage message)
    {
        var read = EventReader.Read(message);
        if (!TransactionId.TryParse(read.Subject, out var sagaId))
            throw new MalformedEventException(EventReader.Malformed, $"The subject must be the id of a run, such as {TransactionId.Example}.");
        if (read.Id!.Length > LongestId)
            throw new MalformedEventException(EventReader.Malformed, $"The id of an event has at most {LongestId} characters; this one has {read.Id.Length}.");
        if (read.Time is not { } at)
            throw new MalformedEventException(EventReader.Malformed, "The event must say its time.");
        var data = EventReader.DataOf(read);
        if (data.ValueKind is not JsonValueKind.Object || !data.TryGetProperty("input", out var input))
            throw new MalformedEventException(EventReader.Malformed, "The data must be an object with the input that the run began with.");
        return new ChoreographyEvent
        {
            Id = read.Id,
            Name = read.Type!,
            SagaId = sagaId,
            Service = read.Source!.OriginalString.TrimStart('/'),
            At = Stamp.Truncate(at),
            Input = input.Clone(),
            Payload = data.TryGetProperty("payload", out var payload) ? payload.Clone() : null,
            CausationId = read[EventReader.CausationId] as string,
            Traceparent = read[EventReader.Traceparent] as string,
        };
    }

    /// <exception cref="StoreLimitException">What happened is more than an event can carry.</exception>
    public OutgoingMessage ToMessage()
    {
        var said = new CloudEvent(CloudEventsSpecVersion.V1_0, EventReader.Extensions)
        {
            Id = Id,
            Type = Name,
            Source = new Uri($"/{Service}", UriKind.Relative),
            Subject = SagaId.ToString(),
            Time = At,
            DataContentType = "application/json",
            Data = WireJson.ToElement(new Said(Input, Payload)),
            [EventReader.CorrelationId] = SagaId.ToString(),
        };
        if (CausationId is not null)
            said[EventReader.CausationId] = CausationId;
        if (Traceparent is not null)
            said[EventReader.Traceparent] = Traceparent;
        var body = EventReader.Formatter.EncodeStructuredModeMessage(said.Validate(), out _);
        return body.Length <= EventReader.MostBytes
            ? new OutgoingMessage(Id, Name, body)
            : throw new StoreLimitException($"An event has at most {EventReader.MostBytes} bytes (256 KiB); {Name} has {body.Length}. Keep what is large elsewhere and name it.");
    }

    private sealed record Said(JsonElement Input, JsonElement? Payload);
}
