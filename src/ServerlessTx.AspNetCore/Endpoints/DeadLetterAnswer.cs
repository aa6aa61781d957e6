using System.Text.Json;

namespace ServerlessTx.AspNetCore;

/// <summary>Some dead letters.</summary>
internal sealed record DeadLetterPage
{
    public required IReadOnlyList<DeadLetterLine> DeadLetters { get; init; }

    /// <summary>What to ask behind for the next page; none at the end.</summary>
    public string? Continuation { get; init; }
}

/// <summary>A dead letter as a list shows it.</summary>
internal sealed record DeadLetterLine(string Letter, string MessageId, string Type, string Reason, string Description, int Deliveries, DateTimeOffset At)
{
    public static DeadLetterLine Of(DeadMessage dead) => new(dead.Letter, dead.Id, dead.Type, dead.Reason, dead.Description, dead.Deliveries, dead.At);
}

/// <summary>A dead letter with what it says: the event where it is JSON, its bytes in base64 where it is not.</summary>
internal sealed record DeadLetterAnswer(
    string Letter, string MessageId, string Type, string Reason, string Description, int Deliveries, DateTimeOffset At, JsonElement? Event, string? Body)
{
    public static DeadLetterAnswer Of(DeadMessage dead)
    {
        var said = JsonIn(dead.Body);
        return new(
            dead.Letter, dead.Id, dead.Type, dead.Reason, dead.Description, dead.Deliveries, dead.At,
            said, said is null ? Convert.ToBase64String(dead.Body.Span) : null);
    }

    private static JsonElement? JsonIn(ReadOnlyMemory<byte> body)
    {
        try
        {
            return JsonBody.Parse(body);
        }
        catch (ProblemException)
        {
            return null;
        }
    }
}
