using System.Text.Json;

namespace ServerlessTx;

/// <summary>One event as one service meets it: what it needs to do its own part, and nothing of what others do.</summary>
public sealed class Hop
{
    private readonly JsonElement _input;
    private readonly JsonElement? _payload;

    internal Hop(string sagaId, DefinedReaction reaction, JsonElement input, JsonElement? payload, CancellationToken cancellation) =>
        (SagaId, Service, Operation, _input, _payload, Cancellation) = (sagaId, reaction.Service, reaction.Operation, input, payload, cancellation);

    /// <summary>What all events of one run have in common.</summary>
    public string SagaId { get; }

    /// <summary>The service.</summary>
    public string Service { get; }

    /// <summary>What it does now.</summary>
    public string Operation { get; }

    /// <summary>The operation's key, <c>{saga}/{service}/{operation}</c>: an idempotency key for whatever it does outside.</summary>
    public string Key => $"{SagaId}/{Service}/{Operation}";

    /// <summary>Ends it; what was committed stays.</summary>
    public CancellationToken Cancellation { get; }

    /// <summary>What the whole began with; every event carries it.</summary>
    public TInput Input<TInput>() => _input.Deserialize<TInput>(WireJson.Tolerant)!;

    /// <summary>What the event says; nothing for what begins or expires.</summary>
    public TEvent? Event<TEvent>() => _payload is { } payload ? payload.Deserialize<TEvent>(WireJson.Tolerant) : default;

    /// <summary>Of an event of failure: why.</summary>
    public string? Reason => Event<Failed>()?.Reason;

    /// <summary>What an event of failure says.</summary>
    internal sealed record Failed
    {
        public string? Reason { get; init; }
    }
}
