using System.Text.Json;

namespace ServerlessTx;

/// <summary>What an append's bytes hold, or why they hold nothing.</summary>
internal sealed record ChainContent
{
    /// <summary>The records of a transaction.</summary>
    public IReadOnlyList<TransactionRecord> Records { get; private init; } = [];

    /// <summary>The events of an aggregate.</summary>
    public IReadOnlyList<PresentedEvent> Events { get; private init; } = [];

    /// <summary>What happened to a lock.</summary>
    public IReadOnlyList<PresentedLockEvent> LockEvents { get; private init; } = [];

    public string? Fault { get; private init; }

    public int Count { get; private init; }

    public static ChainContent OfRecords(PresentedAppend append) => Read(append, "record", payload =>
    {
        var records = RecordCodec.DecodeAll(payload);
        return records.Select(RecordShape.Fault).FirstOrDefault(fault => fault is not null) is { } fault
            ? new ChainContent { Fault = fault }
            : new ChainContent { Records = records, Count = records.Count };
    });

    public static ChainContent OfEvents(PresentedAppend append) => Read(append, "event", payload =>
    {
        var events = PresentedEvent.AllOf(payload);
        return events.Any(happened => happened is null)
            ? new ChainContent { Fault = "an event in it lacks its type, its id, its stamp or its data" }
            : new ChainContent { Events = [.. events.OfType<PresentedEvent>()], Count = events.Count };
    });

    /// <summary>The records of a group are read again by the judge of groups; here they are counted.</summary>
    public static ChainContent OfModes(PresentedAppend append) => Read(append, "record", payload => new ChainContent { Count = ModeCodec.CountOf(payload) });

    public static ChainContent OfLockEvents(PresentedAppend append) => Read(append, "event", payload =>
    {
        var events = PresentedLockEvent.AllOf(payload);
        return events.Any(happened => happened is null)
            ? new ChainContent { Fault = "an event in it lacks its type, its resource, its token, its holder or its stamp" }
            : new ChainContent { LockEvents = [.. events.OfType<PresentedLockEvent>()], Count = events.Count };
    });

    private static ChainContent Read(PresentedAppend append, string what, Func<byte[], ChainContent> read)
    {
        if (append.Payload is null)
            return new ChainContent { Fault = "its payload is missing or no base64url" };
        try
        {
            if (!JsonText.IsWellFormed(append.Payload))
                return new ChainContent { Fault = "its bytes are no JSON text: no UTF-8, or half a character in a string" };
            var content = read(append.Payload);
            return content is { Fault: null, Count: 0 } ? new ChainContent { Fault = $"it holds no {what}" } : content;
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException or NotSupportedException or FormatException)
        {
            return new ChainContent { Fault = $"its bytes are no array of {what}s: {wrong.Message}" };
        }
    }
}
