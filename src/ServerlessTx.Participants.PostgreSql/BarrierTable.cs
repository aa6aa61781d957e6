using System.Text.Json;
using Npgsql;

namespace ServerlessTx.Participants.PostgreSql;

/// <summary>The statements over <c>serverlesstx.barrier</c>, see schema.sql.</summary>
internal static class BarrierTable
{
    /// <summary>
    /// Writes an answer unless one stands, and gives back a row if it did. Where another transaction has written it and is not at its end,
    /// this waits for that end.
    /// </summary>
    public static NpgsqlBatchCommand Insert(string transactionId, string branch, Phase phase, Answer answer) => Statement.Of(
        """
        INSERT INTO serverlesstx.barrier (transaction_id, branch, phase, verdict, result, reason)
        VALUES ($1, $2, $3, $4, $5::json, $6) ON CONFLICT DO NOTHING RETURNING 1
        """,
        transactionId, branch, phase.Word(), answer.Verdict.Word(), answer.Result?.GetRawText(), answer.Reason);

    /// <summary>
    /// For a prepare that is about to work: sets how long to wait, then tries the row. If the row is ours, it also sets the work's bounds and the
    /// mark of its transaction. The wait for the table itself, while somebody alters it, has no bound here: it comes before.
    /// </summary>
    public static NpgsqlBatchCommand InsertToWork(Gid gid, TimeSpan wait, PostgreSqlOptions options) => Statement.Of(
        $"""
        INSERT INTO serverlesstx.barrier (transaction_id, branch, phase, verdict)
        SELECT $1, $2, $3, $4 WHERE set_config('lock_timeout', $5, true) IS NOT NULL ON CONFLICT DO NOTHING
        RETURNING set_config('lock_timeout', $6, true), set_config('statement_timeout', $7, true), set_config('{TransactionMark.Setting}', $8, true)
        """,
        gid.TransactionId, gid.Branch, Phase.Prepare.Word(), Verdict.Done.Word(), Statement.Milliseconds(wait),
        Statement.Milliseconds(options.LockTimeout), Statement.Milliseconds(options.StatementTimeout), gid.ToString());

    /// <summary>Holds a row until the end of this transaction.</summary>
    public static NpgsqlBatchCommand Lock(string transactionId, string branch, Phase phase) => Statement.Of(
        "SELECT FROM serverlesstx.barrier WHERE transaction_id = $1 AND branch = $2 AND phase = $3 FOR UPDATE", transactionId, branch, phase.Word());

    /// <summary>What stands of a transaction's branch.</summary>
    public static NpgsqlBatchCommand Select(string transactionId, string branch) => Statement.Of(
        "SELECT phase, verdict, result::text, reason FROM serverlesstx.barrier WHERE transaction_id = $1 AND branch = $2", transactionId, branch);

    /// <summary>Puts an answer in place of the one that this transaction has written.</summary>
    public static NpgsqlBatchCommand Update(string transactionId, string branch, Phase phase, Answer answer) => Statement.Of(
        """
        UPDATE serverlesstx.barrier SET verdict = $4, result = $5::json, reason = $6
        WHERE transaction_id = $1 AND branch = $2 AND phase = $3
        """,
        transactionId, branch, phase.Word(), answer.Verdict.Word(), answer.Result?.GetRawText(), answer.Reason);

    /// <summary>Reads the rows of <see cref="Select"/>.</summary>
    public static async Task<BarrierRecord> ReadAsync(NpgsqlDataReader reader, CancellationToken cancellation)
    {
        var answers = new Dictionary<string, Answer>();
        while (await reader.ReadAsync(cancellation))
        {
            answers[reader.GetString(0)] = new Answer(
                Enum.Parse<Verdict>(reader.GetString(1), ignoreCase: true),
                await reader.IsDBNullAsync(2, cancellation) ? null : JsonElement.Parse(reader.GetString(2)),
                await reader.IsDBNullAsync(3, cancellation) ? null : reader.GetString(3));
        }

        return new BarrierRecord(answers);
    }
}
