using Npgsql;

namespace ServerlessTx.Participants.PostgreSql;

/// <summary>What a server shows of a prepared transaction and of itself.</summary>
/// <param name="PreparedAt">When it was prepared, by the server's clock; nothing where none of that name is prepared in this database.</param>
/// <param name="Relations">
/// The relations that it holds with their modes, as <c>relation:{schema}.{table}:{mode}</c>, those of the barrier and of the catalog left out.
/// </param>
/// <param name="Observed">The server itself, at the same moment.</param>
internal sealed record PreparedLook(DateTimeOffset? PreparedAt, IReadOnlyList<string> Relations, Observed Observed)
{
    /// <summary>A row for each name, in no order. The server's list of locks is taken once for all of them: it is long, and the same for each.</summary>
    public static NpgsqlBatchCommand Select(params IReadOnlyList<Gid> gids) => Statement.Of(
        $"""
        WITH held AS MATERIALIZED (SELECT locktype, relation, mode, virtualtransaction, transactionid FROM pg_locks WHERE pid IS NULL)
        SELECT {Observed.Columns}, asked.gid, prepared.prepared, ARRAY(
            SELECT DISTINCT format('relation:%s.%s:%s', n.nspname, c.relname, l.mode)
            FROM held own JOIN held l USING (virtualtransaction) JOIN pg_class c ON c.oid = l.relation JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE own.locktype = 'transactionid' AND own.transactionid = prepared.transaction
              AND l.locktype = 'relation' AND c.relkind IN ('r', 'p') AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'serverlesstx'))
        FROM unnest($1::text[]) AS asked(gid)
        LEFT JOIN pg_prepared_xacts prepared ON prepared.gid = asked.gid AND prepared.database = current_database()
        """,
        [gids.Select(gid => gid.ToString()).ToArray()]);

    /// <summary>Reads the rows of <see cref="Select"/>.</summary>
    public static async Task<IReadOnlyDictionary<string, PreparedLook>> ReadAsync(NpgsqlDataReader reader, CancellationToken cancellation)
    {
        var looks = new Dictionary<string, PreparedLook>();
        while (await reader.ReadAsync(cancellation))
        {
            var (name, prepared, relations) = (Observed.ColumnCount, Observed.ColumnCount + 1, Observed.ColumnCount + 2);
            looks[reader.GetString(name)] = new(
                reader.IsDBNull(prepared) ? null : reader.GetFieldValue<DateTimeOffset>(prepared), reader.GetFieldValue<string[]>(relations), Observed.Of(reader));
        }

        return looks;
    }
}
