using System.Text;
using System.Text.Json;

namespace ServerlessTx.AzureQueues;

/// <summary>What a queue's message says: the event's bytes, with what a queue does not keep of a message.</summary>
internal sealed record Envelope
{
    public required string Id { get; init; }

    public required string Type { get; init; }

    /// <summary>The event's bytes, or those of its claim.</summary>
    public required byte[] Body { get; init; }

    public static Envelope Of(OutgoingMessage message) => new() { Id = message.Id, Type = message.Type, Body = message.Body.ToArray() };

    /// <summary>Whatever stands in the queue: what is no envelope was put there by somebody else, and is handed out as it is.</summary>
    public static Envelope Read(string text, string messageId)
    {
        try
        {
            return JsonSerializer.Deserialize<Envelope>(text, WireJson.Tolerant) ?? Foreign(text, messageId);
        }
        catch (JsonException)
        {
            return Foreign(text, messageId);
        }
    }

    public string Write() => JsonSerializer.Serialize(this, WireJson.Tolerant);

    private static Envelope Foreign(string text, string messageId) => new() { Id = messageId, Type = "", Body = Encoding.UTF8.GetBytes(text) };
}
