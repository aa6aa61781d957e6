using Npgsql;

namespace ServerlessTx.Participants.PostgreSql;

/// <summary>Messages that are sent if and only if the transaction is committed that inserts them.</summary>
public static class PostgreSqlOutbox
{
    /// <summary>Puts a message into the outbox of the transaction's database.</summary>
    /// <param name="transaction">The application's own.</param>
    /// <param name="kind">Which handler delivers it.</param>
    /// <param name="payload">What it says, written as JSON in snake_case.</param>
    /// <param name="id">Its id; a second message with the same id is none. One is made up without it.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>The id.</returns>
    public static async Task<string> SendAsync(
        this NpgsqlTransaction transaction, string kind, object payload, string? id = null, CancellationToken cancellation = default)
    {
        id ??= Guid.CreateVersion7().ToString();
        await using var batch = transaction.Connection!.Batch(Statement.Of(
            "INSERT INTO serverlesstx.outbox (id, kind, payload) VALUES ($1, $2, $3::json) ON CONFLICT DO NOTHING",
            id, kind, WireJson.ToElement(payload).GetRawText()));
        batch.Transaction = transaction;
        await batch.ExecuteNonQueryAsync(cancellation);
        return id;
    }

    /// <summary>
    /// Has one of our transactions begin once this one is committed: the row and its saga are atomic. The message's id is its idempotency key.
    /// </summary>
    /// <param name="transaction">The application's own.</param>
    /// <param name="workflow">The name of a registered workflow.</param>
    /// <param name="input">Its input.</param>
    /// <param name="id">See <see cref="SendAsync"/>.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>The id.</returns>
    public static Task<string> StartAsync(
        this NpgsqlTransaction transaction, string workflow, object input, string? id = null, CancellationToken cancellation = default) =>
        transaction.SendAsync(StartTransactionHandler.MessageKind, new StartMessage(workflow, WireJson.ToElement(input)), id, cancellation);
}
