using System.Text.Json;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace ServerlessTx.Participants.PostgreSql;

/// <summary>
/// Takes messages out of a database's outbox and hands them over, each at least once. Its rows are locked while it does, and skipped by the
/// relays of other hosts.
/// </summary>
internal sealed partial class PostgreSqlRelay(PostgreSqlDatabase database, IEnumerable<IOutboxHandler> handlers, ILogger logger)
{
    private const int MostAtOnce = 20;

    private readonly Dictionary<string, IOutboxHandler> _handlers = handlers.ToDictionary(handler => handler.Kind);

    /// <returns>How many messages had their turn.</returns>
    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var messages = await TakeAsync(connection, cancellation);
        if (messages.Count == 0)
            return 0;
        var outcomes = new List<NpgsqlBatchCommand>();
        foreach (var message in messages)
            outcomes.Add(await DeliverAsync(message, cancellation));
        await using var batch = connection.Batch(outcomes);
        await batch.ExecuteNonQueryAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        return messages.Count;
    }

    private async Task<NpgsqlBatchCommand> DeliverAsync(OutboxMessage message, CancellationToken cancellation)
    {
        try
        {
            if (!_handlers.TryGetValue(message.Kind, out var handler))
                return Later(message, $"nobody here delivers messages of the kind {message.Kind}");
            if (await handler.DeliverAsync(message, cancellation) is not Delivery.Refused refused)
                return Statement.Of("DELETE FROM serverlesstx.outbox WHERE id = $1", message.Id);
            LogRefused(database.Name, message.Id, message.Kind, refused.Reason);
            return Statement.Of("UPDATE serverlesstx.outbox SET due_at = NULL, attempts = attempts + 1, error = $2 WHERE id = $1", message.Id, refused.Reason);
        }
        catch (Exception failure) when (!cancellation.IsCancellationRequested)
        {
            return Later(message, failure.Message);
        }
    }

    private NpgsqlBatchCommand Later(OutboxMessage message, string error)
    {
        LogLater(database.Name, message.Id, message.Kind, error);
        return Statement.Of(
            """
            UPDATE serverlesstx.outbox SET attempts = attempts + 1, error = $2,
                due_at = clock_timestamp() + least(power(2, least(attempts, 10)), 300) * interval '1 second'
            WHERE id = $1
            """,
            message.Id, error);
    }

    private static async Task<IReadOnlyList<OutboxMessage>> TakeAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var batch = connection.Batch(Statement.Of(
            $"""
            SELECT id, kind, payload::text FROM serverlesstx.outbox WHERE due_at <= clock_timestamp()
            ORDER BY due_at LIMIT {MostAtOnce} FOR UPDATE SKIP LOCKED
            """));
        await using var reader = await batch.ExecuteReaderAsync(cancellation);
        var messages = new List<OutboxMessage>();
        while (await reader.ReadAsync(cancellation))
            messages.Add(new(reader.GetString(0), reader.GetString(1), JsonElement.Parse(reader.GetString(2))));
        return messages;
    }

    [LoggerMessage(LogLevel.Error, "{Database}: the message {Id} of the kind {Kind} stays in the outbox, refused: {Reason}")]
    private partial void LogRefused(string database, string id, string kind, string reason);

    [LoggerMessage(LogLevel.Warning, "{Database}: the message {Id} of the kind {Kind} is tried again later: {Reason}")]
    private partial void LogLater(string database, string id, string kind, string reason);
}
