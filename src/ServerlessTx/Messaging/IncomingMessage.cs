namespace ServerlessTx;

/// <summary>A message as any broker has it.</summary>
/// <param name="Id">The broker's id of it, for logs.</param>
/// <param name="Body">Its bytes.</param>
/// <param name="DeliveryCount">Which delivery this is, from 1.</param>
public sealed record IncomingMessage(string Id, ReadOnlyMemory<byte> Body, int DeliveryCount)
{
    /// <summary>
    /// <c>application/cloudevents+json</c> when the body is the whole event (structured mode), else what the body is (binary mode).
    /// </summary>
    public string? ContentType { get; init; }

    /// <summary>In binary mode the event's attributes, under their own names.</summary>
    public IReadOnlyDictionary<string, string> Attributes { get; init; } = new Dictionary<string, string>();
}
