using System.Text.Json;
using System.Text.Json.Nodes;
using Npgsql;

namespace ServerlessTx.Participants.PostgreSql;

/// <summary>
/// The locks of a branch: the rows that its work named, and the relations with their modes in pg_locks, those of the barrier and of the
/// catalog left out.
/// </summary>
internal static class HeldLocks
{
    /// <summary>Relations in pg_locks, as <c>relation:{schema}.{table}:{mode}</c>.</summary>
    private const string Relations =
        """
        SELECT DISTINCT format('relation:%s.%s:%s', n.nspname, c.relname, l.mode) AS lock
        FROM pg_locks l JOIN pg_class c ON c.oid = l.relation JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE l.locktype = 'relation' AND l.granted AND c.relkind IN ('r', 'p')
          AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
          AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'serverlesstx')
        """;

    private const string ServerClock = """to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')""";

    /// <summary>
    /// Completes the row of a prepare with what is held at the end of its work, and gives it back. The stamp is that moment: each lock was taken
    /// then or before.
    /// </summary>
    public static NpgsqlBatchCommand Keep(Gid gid, LockedRows rows) => Statement.Of(
        $"""
        UPDATE serverlesstx.barrier SET result = json_build_object(
            'locks_acquired', (
                SELECT coalesce(json_agg(json_build_object('lock', held.lock, 'at', {ServerClock})), '[]')
                FROM (SELECT unnest($4::text[]) AS lock UNION ({Relations} AND l.pid = pg_backend_pid()) ORDER BY lock) held),
            'checks', to_json($5::text[]))
        WHERE transaction_id = $1 AND branch = $2 AND phase = $3
        RETURNING result::text
        """,
        gid.TransactionId, gid.Branch, Phase.Prepare.Word(), rows.Rows.ToArray(), rows.Checks.ToArray());

    /// <summary>What a prepared transaction holds, with the moment it was prepared; no row where there is none of that name in this database.</summary>
    public static NpgsqlBatchCommand SelectPrepared(Gid gid) => Statement.Of(
        $"""
        SELECT p.prepared, ARRAY(
            {Relations} AND l.virtualtransaction IN (
                SELECT own.virtualtransaction FROM pg_locks own
                WHERE own.locktype = 'transactionid' AND own.transactionid = p.transaction AND own.granted AND own.pid IS NULL))
        FROM pg_prepared_xacts p WHERE p.gid = $1 AND p.database = current_database()
        """,
        gid.ToString());

    /// <summary>Reads the row of <see cref="SelectPrepared"/>.</summary>
    public static async Task<JsonObject?> ReadPreparedAsync(NpgsqlDataReader reader, CancellationToken cancellation)
    {
        if (!await reader.ReadAsync(cancellation))
            return null;
        var at = Stamp.Text(await reader.GetFieldValueAsync<DateTimeOffset>(0, cancellation));
        var locks = await reader.GetFieldValueAsync<string[]>(1, cancellation);
        return new JsonObject { ["locks_acquired"] = new JsonArray([.. locks.Select(held => new JsonObject { ["lock"] = held, ["at"] = at })]) };
    }

    /// <summary>The names of the locks in a report of a prepare.</summary>
    public static IEnumerable<string> Names(JsonElement? report) => ReportedLock.All(report, "locks_acquired").Select(held => held.Lock);
}
