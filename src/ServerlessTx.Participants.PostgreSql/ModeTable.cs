using Npgsql;

namespace ServerlessTx.Participants.PostgreSql;

/// <summary>
/// The newest version of a group's mode that this database has been told of, see schema.sql. A first-phase call holds it against being raised
/// until its transaction ends; what is prepared holds it until it is concluded, so that the database is told when nothing older is in doubt.
/// </summary>
internal static class ModeTable
{
    /// <returns>Whether a call belongs to an older mode than the database has been told of, and is to be refused.</returns>
    public static async Task<bool> RefusesAsync(NpgsqlConnection connection, IBarrierCall call)
    {
        if (call.Mode is not { Mode: var pinned } ticket || !call.Phase.IsFirst())
            return false;
        await using var batch = connection.Batch(Statement.Of("SELECT version FROM serverlesstx.mode_told WHERE group_name = $1 FOR SHARE", pinned.Group));
        var told = await batch.ExecuteScalarAsync(call.Cancellation) is long version ? version : 0;
        ticket.Show(told);
        return pinned.Version < told;
    }

    /// <returns>The version that it knows then.</returns>
    public static async Task<long> TellAsync(NpgsqlConnection connection, string group, long version, TimeSpan lockTimeout, CancellationToken cancellation)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await using var batch = connection.Batch(
            Statement.Bounds(lockTimeout),
            Statement.Of(
                """
                INSERT INTO serverlesstx.mode_told (group_name, version) VALUES ($1, $2::bigint)
                ON CONFLICT (group_name) DO UPDATE SET version = greatest(mode_told.version, excluded.version) RETURNING version
                """,
                group, version.ToString(System.Globalization.CultureInfo.InvariantCulture)));
        long known;
        await using (var reader = await batch.ExecuteReaderAsync(cancellation))
        {
            await reader.NextResultAsync(cancellation);
            await reader.ReadAsync(cancellation);
            known = reader.GetInt64(0);
        }

        await transaction.CommitAsync(cancellation);
        return known;
    }
}
