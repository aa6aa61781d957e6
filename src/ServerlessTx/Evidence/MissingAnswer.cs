namespace ServerlessTx;

/// <summary>A service that has not met an event yet.</summary>
/// <param name="Service">The service.</param>
/// <param name="Event">The event.</param>
/// <param name="EventId">The event's id.</param>
/// <param name="Since">When it was published.</param>
public sealed record MissingAnswer(string Service, string Event, string EventId, DateTimeOffset Since)
{
    /// <summary>Why it lies in the service's dead-letter queue, if it does.</summary>
    public string? DeadLetter { get; init; }
}
