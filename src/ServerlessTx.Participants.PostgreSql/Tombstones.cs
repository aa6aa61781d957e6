using Npgsql;

namespace ServerlessTx.Participants.PostgreSql;

/// <summary>
/// The mark, under the key of a prepare's own row, that it was refused or turned back. While it stands no prepare of that branch can pass;
/// while a prepare of that branch is under way or prepared, it cannot be put.
/// </summary>
internal sealed class Tombstones(NpgsqlConnection connection, TimeSpan lockTimeout)
{
    /// <param name="gid">The branch.</param>
    /// <param name="refusal">What a prepare shall hear that comes later.</param>
    /// <param name="beside">An answer of another phase that is kept with it, all or nothing.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>What stands now: the mark, an earlier one, or a prepare that was committed.</returns>
    /// <exception cref="PostgresException">Somebody is at the branch, and nothing was put.</exception>
    public async Task<BarrierRecord> PutAsync(Gid gid, Answer refusal, NpgsqlBatchCommand? beside, CancellationToken cancellation)
    {
        // A batch without a transaction around it is one.
        await using var batch = connection.Batch(
            [
                Statement.Bounds(lockTimeout),
                BarrierTable.Insert(gid.TransactionId, gid.Branch, Phase.Prepare, refusal),
                .. beside is null ? [] : new[] { beside },
                BarrierTable.Select(gid.TransactionId, gid.Branch),
            ]);
        await using var reader = await batch.ExecuteReaderAsync(cancellation);
        for (var statement = 1; statement < batch.BatchCommands.Count; statement++)
            await reader.NextResultAsync(cancellation);
        return await BarrierTable.ReadAsync(reader, cancellation);
    }
}
