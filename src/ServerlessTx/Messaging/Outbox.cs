namespace ServerlessTx;

/// <summary>Messages that leave if and only if the batch is committed that holds their rows.</summary>
public static class Outbox
{
    private const string Topic = "topic";
    private const string Type = "type";
    private const string Id = "id";

    /// <summary>Has a message sent once what is written beside it is stored.</summary>
    /// <param name="rows">The rows that are written.</param>
    /// <param name="topic">Where it is published.</param>
    /// <param name="message">The message. Its id must be its own.</param>
    public static void Send(this BarrierRows rows, string topic, OutgoingMessage message) => rows.Insert(RowOf(topic, message));

    /// <param name="topic">Where it is published.</param>
    /// <param name="message">The message.</param>
    /// <param name="againFor">Who missed it, where it is published once more: the row of the first time may still stand.</param>
    internal static RowWrite.Insert RowOf(string topic, OutgoingMessage message, string? againFor = null) => new(
        RowKinds.Outbox + HashedKey.Of(againFor is null ? message.Id : $"{message.Id} again for {againFor}"),
        message.Body,
        new Dictionary<string, string> { [Topic] = topic, [Type] = message.Type, [Id] = message.Id });

    internal static OutboxEntry Read(string key, ReadOnlyMemory<byte> payload, IReadOnlyDictionary<string, string> columns) =>
        new(key, columns[Topic], new OutgoingMessage(columns[Id], columns[Type], payload));

    /// <summary>Those of a batch's writes that are messages.</summary>
    internal static IReadOnlyList<OutboxEntry> MessagesIn(IEnumerable<RowWrite> writes) =>
    [
        .. writes.OfType<RowWrite.Insert>()
            .Where(write => write.Key.StartsWith(RowKinds.Outbox, StringComparison.Ordinal))
            .Select(write => Read(write.Key, write.Payload, write.Columns)),
    ];
}

/// <summary>A message that has not left yet.</summary>
internal sealed record OutboxEntry(string Key, string Topic, OutgoingMessage Message);
