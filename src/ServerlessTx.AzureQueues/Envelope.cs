using System.Text;
using System.Text.Json;

namespace ServerlessTx.AzureQueues;

/// <summary>What a queue's message says: the event's own bytes, or where they are, with what a queue does not keep of a message.</summary>
internal sealed record Envelope
{
    private const int LongestDescription = 1024;

    public required string Id { get; init; }

    public required string Type { get; init; }

    /// <summary>The event's bytes; none where they lie in a row.</summary>
    public byte[]? Body { get; init; }

    /// <summary>The row that holds them.</summary>
    public string? Claim { get; init; }

    public string? Reason { get; init; }

    public string? Description { get; init; }

    public int? Deliveries { get; init; }

    public DateTimeOffset? DeadAt { get; init; }

    public static Envelope Of(OutgoingMessage message) => new() { Id = message.Id, Type = message.Type, Body = message.Body.ToArray() };

    /// <summary>Whatever stands in the queue: what is no envelope was put there by somebody else, and is handed out as it is.</summary>
    public static Envelope Read(string text, string messageId)
    {
        try
        {
            return JsonSerializer.Deserialize<Envelope>(text, WireJson.Tolerant)!;
        }
        catch (JsonException)
        {
            return new() { Id = messageId, Type = "", Body = Encoding.UTF8.GetBytes(text) };
        }
    }

    public string Write() => JsonSerializer.Serialize(this, WireJson.Tolerant);

    public Envelope Dead(Settlement.DeadLetter letter, int deliveries, DateTimeOffset at) =>
        this with { Reason = letter.Reason, Description = Cut(letter.Description), Deliveries = deliveries, DeadAt = at };

    public Envelope Alive() => this with { Reason = null, Description = null, Deliveries = null, DeadAt = null };

    private static string Cut(string text) => text.Length <= LongestDescription ? text : text[..LongestDescription];

    public DeadMessage AsDead(ReadOnlyMemory<byte> body) =>
        new(Id, Type, body, Reason ?? "", Description ?? "", Deliveries ?? 0, DeadAt ?? default);
}
