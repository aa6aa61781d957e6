using System.Text.Json;

namespace ServerlessTx;

/// <summary>An event of an aggregate's history, as it is stored, whether or not this code knows its type.</summary>
/// <param name="EventId">Its own id.</param>
/// <param name="Type">Its stored name.</param>
/// <param name="Version">Its place in the stream, from 1.</param>
/// <param name="Timestamp">When it was appended, by the clock of who did.</param>
/// <param name="Data">Its fields.</param>
public sealed record HappenedEvent(string EventId, string Type, long Version, DateTimeOffset Timestamp, JsonElement Data)
{
    internal static IEnumerable<HappenedEvent> AllOf(StoredAppend append) => StoredEvent.AllOf(append)
        .Select((stored, i) => new HappenedEvent(stored.EventId, stored.Type, append.Version + i, stored.At, stored.Data));
}
