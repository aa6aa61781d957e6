using Npgsql;
using NpgsqlTypes;

namespace ServerlessTx.Participants.PostgreSql;

/// <summary>One statement of a batch. Values are parameters, always; what they are beside text the statement says with a cast.</summary>
internal static class Statement
{
    public static NpgsqlBatchCommand Of(string sql, params IReadOnlyList<object?> values)
    {
        var statement = new NpgsqlBatchCommand(sql);
        foreach (var value in values)
        {
            statement.Parameters.Add(value switch
            {
                string[] texts => new NpgsqlParameter { Value = texts, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text },
                _ => new NpgsqlParameter { Value = value ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text },
            });
        }

        return statement;
    }

    /// <summary>How long the statements behind it in this transaction may wait for a lock and may take. No time is no bound.</summary>
    public static NpgsqlBatchCommand Bounds(TimeSpan locks, TimeSpan? statement = null) => Of(
        "SELECT set_config('lock_timeout', $1, true), set_config('statement_timeout', $2, true)",
        Milliseconds(locks), Milliseconds(statement ?? TimeSpan.Zero));

    public static string Milliseconds(TimeSpan time) => FormattableString.Invariant($"{time.TotalMilliseconds:0}ms");

    /// <summary>A batch that goes in one round trip.</summary>
    public static NpgsqlBatch Batch(this NpgsqlConnection connection, params IEnumerable<NpgsqlBatchCommand> statements)
    {
        var batch = connection.CreateBatch();
        foreach (var statement in statements)
            batch.BatchCommands.Add(statement);
        return batch;
    }
}
