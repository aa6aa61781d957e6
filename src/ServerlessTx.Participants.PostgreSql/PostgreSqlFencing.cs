using Npgsql;

namespace ServerlessTx.Participants.PostgreSql;

/// <summary>The check of fencing tokens in the transaction that writes what the lock protects.</summary>
public static class PostgreSqlFencing
{
    /// <summary>
    /// Admits a token, in the transaction of the effect: of two holders that write at one moment the second waits for the end of the first, and
    /// is refused when its token is the lower one. Ask before anything is read that the effect is made of.
    /// </summary>
    /// <param name="transaction">The application's own, or a barrier's.</param>
    /// <param name="fence">What is written under the lock, and the writer's token.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>False when a higher token has written: write nothing, and refuse.</returns>
    public static async Task<bool> AdmitAsync(this NpgsqlTransaction transaction, Fence fence, CancellationToken cancellation = default)
    {
        await using var command = transaction.Command(
            """
            INSERT INTO serverlesstx.fence AS seen (resource, highest) VALUES ($1, $2)
            ON CONFLICT (resource) DO UPDATE SET highest = EXCLUDED.highest WHERE seen.highest <= EXCLUDED.highest
            """,
            fence.Resource, fence.Token);
        return await command.ExecuteNonQueryAsync(cancellation) == 1;
    }
}
