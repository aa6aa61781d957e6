using Npgsql;

namespace ServerlessTx.Participants.PostgreSql;

/// <summary>
/// The first phase: write the barrier's row where nothing stands, work, prepare. Two round trips beside the work's own, a third where others
/// prepare as well and share a look at the server, and two where it is a repeat.
/// </summary>
internal sealed class Preparing(PostgreSqlDatabase database)
{
    public async Task<Vote> RunAsync(IBarrierCall call, Func<NpgsqlTransaction, Task<StepAnswer<LockedRows>>> work)
    {
        var gid = await database.GidAsync(call);
        var (vote, said, look) = await AtWorkAsync(call, gid, work);
        // Its connection has gone back: who looks takes one, and there may be no other.
        return vote ?? Vote.Prepared(new PreparedReport(look ?? await database.Looks.AtAsync(gid, call.Cancellation), said!));
    }

    /// <returns>The vote; or, where it is prepared now, what the work said, and what the server shows of it if it has been looked at already.</returns>
    private async Task<(Vote? Vote, LockedRows? Said, PreparedLook? Look)> AtWorkAsync(
        IBarrierCall call, Gid gid, Func<NpgsqlTransaction, Task<StepAnswer<LockedRows>>> work)
    {
        await using var connection = await database.OpenAsync(call.Cancellation);
        await using var transaction = await connection.BeginTransactionAsync(call.Cancellation);
        if (await EnterAsync(connection, gid, call.Cancellation) is { } standing)
            return (standing, null, null);
        var (said, look, refusal) = await ModeTable.RefusesAsync(connection, call)
            ? (null, null, ModeFence.Superseded)
            : await WorkAsync(connection, transaction, gid, work, call.Cancellation);
        if (said is not null)
            return (null, said, look);
        // Rolls back, unless the server has: it ends a transaction that it will not prepare.
        await transaction.DisposeAsync();
        return (await KeepNoAsync(connection, gid, refusal!, call.Cancellation), null, null);
    }

    /// <summary>Takes the place of this branch, or finds what stands there.</summary>
    /// <returns>The vote that stands, or nothing where there is work to do.</returns>
    /// <exception cref="PostgresException">Among others: somebody else is at this very branch and does not end. What it will be is unknown.</exception>
    private async Task<Vote?> EnterAsync(NpgsqlConnection connection, Gid gid, CancellationToken cancellation) =>
        await IsOursAsync(connection, gid, cancellation) ? null : await StandingAsync(connection, gid, cancellation);

    private async Task<bool> IsOursAsync(NpgsqlConnection connection, Gid gid, CancellationToken cancellation)
    {
        await using var batch = connection.Batch(
            Statement.Bounds(database.Options.LockTimeout, database.Options.StatementTimeout), BarrierTable.InsertUnlessPrepared(gid), WorkSavepoint.Set());
        await using var reader = await batch.ExecuteReaderAsync(cancellation);
        await reader.NextResultAsync(cancellation);
        return await reader.ReadAsync(cancellation);
    }

    /// <summary>Looked for only where the place is taken: a repeat is rare, and what is looked up for it is dear.</summary>
    private static async Task<Vote> StandingAsync(NpgsqlConnection connection, Gid gid, CancellationToken cancellation)
    {
        await using var batch = connection.Batch(PreparedLook.Select(gid), BarrierTable.Select(gid.TransactionId, gid.Branch));
        await using var reader = await batch.ExecuteReaderAsync(cancellation);
        var look = (await PreparedLook.ReadAsync(reader, [gid], cancellation))[gid];
        await reader.NextResultAsync(cancellation);
        var record = await BarrierTable.ReadAsync(reader, cancellation);
        if (look.PreparedAt is not null)
            return Vote.Prepared(new PreparedReport(look, new LockedRows()));
        return record[Phase.Prepare] is { } stands ? stands.ToVote()
            : throw new InvalidOperationException("Another call has just concluded this branch; what it did is seen by the next.");
    }

    private async Task<(LockedRows? Said, PreparedLook? Look, string? Refusal)> WorkAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, Gid gid,
        Func<NpgsqlTransaction, Task<StepAnswer<LockedRows>>> work, CancellationToken cancellation)
    {
        try
        {
            return await work(transaction) switch
            {
                StepAnswer<LockedRows>.Done done => (done.Result, await PrepareAsync(connection, gid, cancellation), null),
                StepAnswer<LockedRows>.Refused refused => (null, null, refused.Reason),
                _ => throw new InvalidOperationException("The work answers LockedRows or a refusal."),
            };
        }
        catch (Exception failure) when (!cancellation.IsCancellationRequested && RefusalIn(failure) is not null)
        {
            return (null, null, RefusalIn(failure));
        }
    }

    /// <summary>Entity Framework wraps what the server said.</summary>
    private static string? RefusalIn(Exception failure) =>
        failure is PostgresException error ? Refusals.ReasonOf(error) : failure.InnerException is { } inner ? RefusalIn(inner) : null;

    /// <summary>
    /// Of a transaction that an error has turned back, <c>PREPARE TRANSACTION</c> makes a rollback, and outside one it does nothing; neither is an
    /// error. To release the work's savepoint is one in both cases, and the server then skips what is behind it.
    /// </summary>
    /// <returns>What the server shows of it, if nobody else is looking at the server.</returns>
    private async Task<PreparedLook?> PrepareAsync(NpgsqlConnection connection, Gid gid, CancellationToken cancellation)
    {
        using var turn = database.Looks.TryTakeTurn();
        await using var batch = connection.Batch(
            [WorkSavepoint.Release(), new($"PREPARE TRANSACTION '{gid}'"), .. turn is null ? [] : new[] { PreparedLook.Select(gid) }]);
        try
        {
            await using var reader = await batch.ExecuteReaderAsync(cancellation);
            return turn is null ? null : (await PreparedLook.ReadAsync(reader, [gid], cancellation))[gid];
        }
        catch (PostgresException error) when (WorkSavepoint.Missed(gid.Branch, error) is { } ended)
        {
            throw ended;
        }
    }

    /// <summary>A no is kept in a transaction of its own. It may find that another call of this branch was faster, and answers what that left.</summary>
    private async Task<Vote> KeepNoAsync(NpgsqlConnection connection, Gid gid, string reason, CancellationToken cancellation)
    {
        var no = StorableText.In(connection, Answer.Refused(reason));
        var record = await new Tombstones(connection, database.Options.LockTimeout).PutAsync(gid, no, beside: null, cancellation);
        return record[Phase.Prepare]!.ToVote();
    }
}
