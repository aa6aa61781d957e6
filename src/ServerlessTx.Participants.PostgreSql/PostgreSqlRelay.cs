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
    private const int LongestError = 2000;

    private readonly Dictionary<string, IOutboxHandler> _handlers = handlers.ToDictionary(handler => handler.Kind);

    /// <returns>Of how many messages it is kept what became of them.</returns>
    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var kept = 0;
        foreach (var message in await TakeAsync(connection, cancellation))
        {
            if (await KeepAsync(connection, message, await DeliverAsync(connection, message, cancellation), cancellation))
                kept++;
        }

        await transaction.CommitAsync(cancellation);
        return kept;
    }

    private async Task<NpgsqlBatchCommand> DeliverAsync(NpgsqlConnection connection, Taken message, CancellationToken cancellation)
    {
        try
        {
            if (!_handlers.TryGetValue(message.Kind, out var handler))
                return Later(connection, message, $"nobody here delivers messages of the kind {message.Kind}");
            if (await handler.DeliverAsync(message.Read(), cancellation) is not Delivery.Refused refused)
                return Statement.Of("DELETE FROM serverlesstx.outbox WHERE id = $1", message.Id);
            LogRefused(database.Name, message.Id, message.Kind, refused.Reason);
            return Statement.Of(
                "UPDATE serverlesstx.outbox SET due_at = NULL, attempts = attempts + 1, error = $2 WHERE id = $1", message.Id, Words(connection, refused.Reason));
        }
        catch (Exception failure) when (!cancellation.IsCancellationRequested)
        {
            return Later(connection, message, failure.Message);
        }
    }

    private NpgsqlBatchCommand Later(NpgsqlConnection connection, Taken message, string error)
    {
        LogLater(database.Name, message.Id, message.Kind, error);
        return Statement.Of(
            """
            UPDATE serverlesstx.outbox SET attempts = attempts + 1, error = $2,
                due_at = clock_timestamp() + least(power(2, least(attempts, 10)), 300) * interval '1 second'
            WHERE id = $1
            """,
            message.Id, Words(connection, error));
    }

    private static string Words(NpgsqlConnection connection, string error) =>
        StorableText.In(connection, error.Length > LongestError ? error[..LongestError] : error);

    /// <summary>Behind a savepoint: what comes in the way of one outcome undoes none of the others.</summary>
    private async Task<bool> KeepAsync(NpgsqlConnection connection, Taken message, NpgsqlBatchCommand outcome, CancellationToken cancellation)
    {
        await using var batch = connection.Batch(new("SAVEPOINT outcome"), outcome, new("RELEASE SAVEPOINT outcome"));
        try
        {
            await batch.ExecuteNonQueryAsync(cancellation);
            return true;
        }
        catch (PostgresException failure)
        {
            LogNotKept(database.Name, message.Id, message.Kind, failure.MessageText);
            await using var back = connection.Batch(new NpgsqlBatchCommand("ROLLBACK TO SAVEPOINT outcome"));
            await back.ExecuteNonQueryAsync(cancellation);
            return false;
        }
    }

    private static async Task<IReadOnlyList<Taken>> TakeAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var batch = connection.Batch(Statement.Of(
            $"""
            SELECT id, kind, payload::text FROM serverlesstx.outbox WHERE due_at <= clock_timestamp()
            ORDER BY due_at LIMIT {MostAtOnce} FOR UPDATE SKIP LOCKED
            """));
        await using var reader = await batch.ExecuteReaderAsync(cancellation);
        var messages = new List<Taken>();
        while (await reader.ReadAsync(cancellation))
            messages.Add(new(reader.GetString(0), reader.GetString(1), reader.GetString(2)));
        return messages;
    }

    /// <summary>A row. What is in it is read when it is delivered: one that cannot be read holds up no other.</summary>
    private sealed record Taken(string Id, string Kind, string Payload)
    {
        public OutboxMessage Read() => new(Id, Kind, JsonElement.Parse(Payload));
    }

    [LoggerMessage(LogLevel.Error, "{Database}: the message {Id} of the kind {Kind} stays in the outbox, refused: {Reason}")]
    private partial void LogRefused(string database, string id, string kind, string reason);

    [LoggerMessage(LogLevel.Warning, "{Database}: the message {Id} of the kind {Kind} is tried again later: {Reason}")]
    private partial void LogLater(string database, string id, string kind, string reason);

    [LoggerMessage(LogLevel.Error, "{Database}: what became of the message {Id} of the kind {Kind} cannot be kept, so it comes again: {Reason}")]
    private partial void LogNotKept(string database, string id, string kind, string reason);
}
