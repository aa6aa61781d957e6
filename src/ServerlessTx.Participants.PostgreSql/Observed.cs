using Npgsql;

namespace ServerlessTx.Participants.PostgreSql;

/// <summary>What the server says of itself when it is asked behind a prepare or a conclusion. It stands in every report.</summary>
/// <param name="WalLsn">
/// How far its log was written then: what this transaction wrote ends there or before, for others write the same log.
/// </param>
/// <param name="ServerAt">Its clock.</param>
/// <param name="Shard">The database's own name.</param>
/// <param name="Durability">Whether it flushes its log.</param>
internal record Observed(long WalLsn, DateTimeOffset ServerAt, string Shard, DurabilitySettings Durability)
{
    /// <summary>The first columns of a statement, for <see cref="Of"/>.</summary>
    public const string Columns =
        """
        pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::bigint, clock_timestamp(), current_database()::text,
        current_setting('fsync'), current_setting('synchronous_commit')
        """;

    public const int ColumnCount = 5;

    public static NpgsqlBatchCommand Select() => Statement.Of($"SELECT {Columns}");

    public static Observed Of(NpgsqlDataReader reader) => new(
        reader.GetInt64(0), reader.GetFieldValue<DateTimeOffset>(1), reader.GetString(2), new(reader.GetString(3), reader.GetString(4)));

    /// <summary>Reads the row of <see cref="Select"/>.</summary>
    public static async Task<Observed> ReadAsync(NpgsqlDataReader reader, CancellationToken cancellation)
    {
        await reader.ReadAsync(cancellation);
        return Of(reader);
    }
}
