using Npgsql;

namespace ServerlessTx.Participants.PostgreSql;

/// <summary>
/// The first phase: write the barrier's row where nothing stands, work, prepare. Two round trips beside the work's own, and a third where others
/// prepare as well and share a look at the server.
/// </summary>
internal sealed class Preparing(PostgreSqlDatabase database)
{
    /// <summary>For one at this very branch who is about to end. Who is prepared does not end for a long time, and is looked for.</summary>
    private static readonly TimeSpan ShortWait = TimeSpan.FromMilliseconds(100);

    /// <exception cref="StillWorkingException">Another call is at this very branch and does not end. What it will be is unknown.</exception>
    public async Task<Vote> RunAsync(IBarrierCall call, Func<NpgsqlTransaction, Task<StepAnswer<LockedRows>>> work)
    {
        var gid = await database.GidAsync(call);
        var attempt = await AtWorkAsync(call, gid, ShortWait, work)
            ?? await AtWorkAsync(call, gid, database.Options.LockTimeout, work)
            ?? throw new StillWorkingException();
        // Its connection has gone back: who looks takes one, and there may be no other.
        return attempt.Vote ?? Vote.Prepared(new PreparedReport(attempt.Look ?? await database.Looks.AtAsync(gid, call.Cancellation), attempt.Said!));
    }

    /// <returns>Nothing where another call is at this branch and has not ended in time.</returns>
    private async Task<Attempt?> AtWorkAsync(IBarrierCall call, Gid gid, TimeSpan wait, Func<NpgsqlTransaction, Task<StepAnswer<LockedRows>>> work)
    {
        await using var connection = await database.OpenAsync(call.Cancellation);
        await using var transaction = await connection.BeginTransactionAsync(call.Cancellation);
        if (!await TryTakePlaceAsync(connection, gid, wait, call.Cancellation))
        {
            await transaction.DisposeAsync();
            return await StandingAsync(connection, gid, call.Cancellation) is { } standing ? new(standing) : null;
        }

        var (said, look, refusal) = await ModeTable.RefusesAsync(connection, call)
            ? (null, null, ModeFence.Superseded)
            : await WorkAsync(connection, transaction, gid, work, call.Cancellation);
        if (said is not null)
            return new(null, said, look);
        // Rolls back, unless the server has: it ends a transaction that it will not prepare.
        await transaction.DisposeAsync();
        return new(await KeepNoAsync(connection, gid, refusal!, call.Cancellation));
    }

    /// <summary>Takes the place of this branch, unless somebody has it.</summary>
    private async Task<bool> TryTakePlaceAsync(NpgsqlConnection connection, Gid gid, TimeSpan wait, CancellationToken cancellation)
    {
        await using var batch = connection.Batch(BarrierTable.InsertToWork(gid, wait, database.Options));
        try
        {
            return await batch.ExecuteScalarAsync(cancellation) is not null;
        }
        catch (PostgresException taken) when (taken.SqlState is PostgresErrorCodes.LockNotAvailable)
        {
            return false;
        }
    }

    /// <summary>Looked for only where the place is taken: a repeat is rare, and what is looked up for it is dear.</summary>
    private static async Task<Vote?> StandingAsync(NpgsqlConnection connection, Gid gid, CancellationToken cancellation)
    {
        await using var batch = connection.Batch(PreparedLook.Select(gid), BarrierTable.Select(gid.TransactionId, gid.Branch));
        await using var reader = await batch.ExecuteReaderAsync(cancellation);
        var look = (await PreparedLook.ReadAsync(reader, [gid], cancellation))[gid];
        await reader.NextResultAsync(cancellation);
        var record = await BarrierTable.ReadAsync(reader, cancellation);
        return look.PreparedAt is null ? record[Phase.Prepare]?.ToVote() : Vote.Prepared(new PreparedReport(look, new LockedRows()));
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

    /// <returns>What the server shows of it, if nobody else is looking at the server.</returns>
    private async Task<PreparedLook?> PrepareAsync(NpgsqlConnection connection, Gid gid, CancellationToken cancellation)
    {
        using var turn = database.Looks.TryTakeTurn();
        await using var batch = connection.Batch(
            [TransactionMark.Check(gid), new($"PREPARE TRANSACTION '{gid}'"), .. turn is null ? [] : new[] { PreparedLook.Select(gid) }]);
        try
        {
            await using var reader = await batch.ExecuteReaderAsync(cancellation);
            await reader.NextResultAsync(cancellation);
            return turn is null ? null : (await PreparedLook.ReadAsync(reader, [gid], cancellation))[gid];
        }
        catch (PostgresException error) when (TransactionMark.Missed(gid.Branch, error) is { } ended)
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

    /// <summary>The vote; or, where it is prepared now, what the work said, and what the server shows of it if it has been looked at already.</summary>
    private sealed record Attempt(Vote? Vote, LockedRows? Said = null, PreparedLook? Look = null);
}
