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
    /// <summary>
    /// A row for each of them that is prepared, and at least one. The server's list of locks is taken once for all: it is long, and the same for
    /// each. The names are one condition and not a table of their own, whose unknown length would have the server plan it all again each time.
    /// </summary>
    public static NpgsqlBatchCommand Select(params IReadOnlyList<Gid> gids) => Statement.Of(
        $"""
        WITH held AS MATERIALIZED (
            SELECT relation, mode, virtualtransaction, transactionid FROM pg_locks WHERE pid IS NULL AND locktype IN ('relation', 'transactionid'))
        SELECT {Observed.Columns}, prepared.gid, prepared.prepared, ARRAY(
            SELECT format('relation:%s.%s:%s', n.nspname, c.relname, l.mode)
            FROM held l JOIN pg_class c ON c.oid = l.relation JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE l.virtualtransaction = own.virtualtransaction
              AND c.relkind IN ('r', 'p') AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'serverlesstx'))
        FROM (SELECT) server
        LEFT JOIN (pg_prepared_xacts prepared LEFT JOIN held own ON own.transactionid = prepared.transaction)
            ON prepared.gid = ANY ($1) AND prepared.database = current_database()
        """,
        [gids.Select(gid => gid.ToString()).ToArray()]);

    /// <summary>Reads the rows of <see cref="Select"/>.</summary>
    /// <returns>A look at each that was asked for.</returns>
    public static async Task<IReadOnlyDictionary<Gid, PreparedLook>> ReadAsync(NpgsqlDataReader reader, IEnumerable<Gid> gids, CancellationToken cancellation)
    {
        var (name, prepared, relations) = (Observed.ColumnCount, Observed.ColumnCount + 1, Observed.ColumnCount + 2);
        var found = new Dictionary<string, PreparedLook>();
        PreparedLook? none = null;
        while (await reader.ReadAsync(cancellation))
        {
            none ??= new PreparedLook(null, [], Observed.Of(reader));
            if (!reader.IsDBNull(name))
                found[reader.GetString(name)] = none with { PreparedAt = reader.GetFieldValue<DateTimeOffset>(prepared), Relations = reader.GetFieldValue<string[]>(relations) };
        }

        return gids.ToDictionary(gid => gid, gid => found.GetValueOrDefault(gid.ToString()) ?? none!);
    }
}
