using CloudNative.CloudEvents;

namespace ServerlessTx;

/// <summary>A message on its way to a topic: an event, whole, as JSON (CloudEvents 1.0, structured mode).</summary>
/// <param name="Id">The event's id. Whoever handles it takes it for an idempotency key: a message may come any number of times.</param>
/// <param name="Type">The event's type, by which subscriptions choose.</param>
/// <param name="Body">Its bytes, at most 256 KiB.</param>
public sealed record OutgoingMessage(string Id, string Type, ReadOnlyMemory<byte> Body)
{
    /// <summary>The content type of every body.</summary>
    public const string ContentType = "application/cloudevents+json";

    /// <summary>Its bytes, at most 256 KiB.</summary>
    public ReadOnlyMemory<byte> Body { get; } = Body.Length <= EventReader.MostBytes
        ? Body
        : throw new ArgumentException($"An event has at most {EventReader.MostBytes} bytes (256 KiB); '{Id}' has {Body.Length}. Keep what is large elsewhere and name it.", nameof(Body));

    /// <summary>An event as a message.</summary>
    /// <exception cref="ArgumentException">It lacks a type or an id, or is too large.</exception>
    public static OutgoingMessage Of(CloudEvent happened) => new(
        happened.Validate().Id!, happened.Type!, EventReader.Formatter.EncodeStructuredModeMessage(happened, out _));
}
