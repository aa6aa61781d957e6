using System.Text.Json.Nodes;
using Npgsql;

namespace ServerlessTx.Participants.PostgreSql;

/// <summary>What the server says of itself when it is asked behind a prepare or a conclusion.</summary>
/// <param name="WalLsn">
/// How far its log was written then: what this transaction wrote ends there or before, for others write the same log.
/// </param>
/// <param name="At">Its clock.</param>
/// <param name="Shard">The database's own name.</param>
/// <param name="Fsync">The setting <c>fsync</c>.</param>
/// <param name="SynchronousCommit">The setting <c>synchronous_commit</c>.</param>
internal sealed record Observed(long WalLsn, DateTimeOffset At, string Shard, string Fsync, string SynchronousCommit)
{
    public static NpgsqlBatchCommand Select() => Statement.Of(
        """
        SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::bigint, clock_timestamp(), current_database()::text,
               current_setting('fsync'), current_setting('synchronous_commit')
        """);

    /// <summary>Reads the row of <see cref="Select"/>.</summary>
    public static async Task<Observed> ReadAsync(NpgsqlDataReader reader, CancellationToken cancellation)
    {
        await reader.ReadAsync(cancellation);
        return new(
            reader.GetInt64(0), await reader.GetFieldValueAsync<DateTimeOffset>(1, cancellation), reader.GetString(2),
            reader.GetString(3), reader.GetString(4));
    }

    /// <summary>Puts it beside what a participant reports.</summary>
    public JsonObject Beside(JsonObject report)
    {
        report["wal_lsn"] = WalLsn;
        report["server_at"] = Stamp.Text(At);
        report["shard"] = Shard;
        report["durability"] = new JsonObject { ["fsync"] = Fsync, ["synchronous_commit"] = SynchronousCommit };
        return report;
    }
}
