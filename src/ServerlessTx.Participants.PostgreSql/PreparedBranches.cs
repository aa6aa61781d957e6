using System.Text.Json;
using Npgsql;

namespace ServerlessTx.Participants.PostgreSql;

/// <summary>The second phase. It needs no work and no input, so that whoever learns a decision can carry it out.</summary>
internal sealed class PreparedBranches(PostgreSqlDatabase database)
{
    /// <summary>How long a mark waits for a late prepare at a time. Between two waits what that one has prepared is rolled back.</summary>
    private static readonly TimeSpan TombstoneWait = TimeSpan.FromMilliseconds(100);

    /// <param name="call">Whose branch.</param>
    /// <param name="reported">What the coordinator was told when it was prepared: the transaction's end is the end of those locks.</param>
    public async Task<Conclusion> CommitAsync(IBarrierCall call, JsonElement? reported) => (await CommitAsync(call, reported, said: null)).ToConclusion();

    /// <inheritdoc cref="CommitAsync(IBarrierCall, JsonElement?)"/>
    public async Task<Conclusion> AbortAsync(IBarrierCall call, JsonElement? reported) => (await AbortAsync(call, reported, said: null)).ToConclusion();

    /// <summary>
    /// What a person says of a branch whose coordinator is not answered. As long as it is prepared the decision is carried out, whatever they
    /// say; only of what is gone their word is kept.
    /// </summary>
    /// <returns>What stands.</returns>
    public Task<Answer> ConcludeByHandAsync(IBarrierCall call, Answer said) =>
        call.Phase is Phase.Commit ? CommitAsync(call, reported: null, said) : AbortAsync(call, reported: null, said);

    private async Task<Answer> CommitAsync(IBarrierCall call, JsonElement? reported, Answer? said)
    {
        var gid = await database.GidAsync(call);
        await using var connection = await database.OpenToConcludeAsync(call.Cancellation);
        if (await CommitPreparedAsync(connection, gid, call.Cancellation) is { } observed)
            return Answer.Done(Committed(observed, reported));
        (var record, observed) = await LookAsync(connection, gid, call.Cancellation);
        return record[Phase.Prepare] is { Verdict: Verdict.Done }
            ? Answer.Done(Committed(observed, reported))
            : record[Phase.Commit] ?? await KeepAsync(connection, gid, Phase.Commit, said ?? NotCommitted(record), call.Cancellation);
    }

    /// <returns>The server behind it; nothing where there was nothing prepared to commit.</returns>
    private static async Task<Observed?> CommitPreparedAsync(NpgsqlConnection connection, Gid gid, CancellationToken cancellation)
    {
        // It cannot run in a transaction with anything: behind a barrier begins another.
        await using var batch = connection.Batch(new NpgsqlBatchCommand($"COMMIT PREPARED '{gid}'") { AppendErrorBarrier = true }, Observed.Select());
        try
        {
            await using var reader = await batch.ExecuteReaderAsync(cancellation);
            return await Observed.ReadAsync(reader, cancellation);
        }
        catch (PostgresException absent) when (absent.SqlState is PostgresErrorCodes.UndefinedObject)
        {
            return null;
        }
    }

    private async Task<Answer> AbortAsync(IBarrierCall call, JsonElement? reported, Answer? said)
    {
        var gid = await database.GidAsync(call);
        await using var connection = await database.OpenToConcludeAsync(call.Cancellation);
        var record = await TurnBackAsync(connection, gid, call.Cancellation);
        if (record[Phase.Prepare] is not { Verdict: Verdict.Refused } mark)
            return record[Phase.Abort] ?? await KeepAsync(connection, gid, Phase.Abort, said ?? Answer.Heuristic("it had been committed here"), call.Cancellation);
        var (_, observed) = await LookAsync(connection, gid, call.Cancellation);
        return Answer.Done(new ConclusionReport(observed, ReleasedBy(mark).Union(PreparedReport.Locks(reported))));
    }

    /// <summary>Rolls back what is prepared and puts the mark, until it is in: then no prepare, however late, can win.</summary>
    private static async Task<BarrierRecord> TurnBackAsync(NpgsqlConnection connection, Gid gid, CancellationToken cancellation)
    {
        var released = new HashSet<string>();
        while (true)
        {
            released.UnionWith(await RollBackPreparedAsync(connection, gid, cancellation));
            var mark = new Answer(Verdict.Refused, WireJson.ToElement(new { released }), BarrierRecord.TurnedBackBefore);
            try
            {
                return await new Tombstones(connection, TombstoneWait).PutAsync(gid, mark, beside: null, cancellation);
            }
            catch (PostgresException late) when (late.SqlState is PostgresErrorCodes.LockNotAvailable)
            {
                // A prepare of this branch is at work, or has prepared since: roll back again.
            }
        }
    }

    /// <summary>It voted yes, and somebody else ended it: rolled it back by hand, or restored the database as it was before.</summary>
    private static Answer NotCommitted(BarrierRecord record) => Answer.Heuristic(record[Phase.Prepare] is { } refused
        ? $"it had been turned back here: {refused.Reason}"
        : "what was prepared here is gone, and was not committed");

    /// <summary>Keeps what is told of a branch that did not end as decided, and lets no late prepare make it untrue.</summary>
    private async Task<Answer> KeepAsync(NpgsqlConnection connection, Gid gid, Phase phase, Answer told, CancellationToken cancellation)
    {
        var answer = StorableText.In(connection, told);
        var kept = BarrierTable.Insert(gid.TransactionId, gid.Branch, phase, answer);
        var record = await new Tombstones(connection, database.Options.LockTimeout).PutAsync(gid, Answer.Refused(BarrierRecord.TurnedBackBefore), kept, cancellation);
        return record[phase] == answer ? answer : record[phase]!;
    }

    /// <summary>Looks at what is prepared and rolls it back, in one round trip. That nothing is there is no error.</summary>
    /// <returns>The locks that it held.</returns>
    private static async Task<IEnumerable<string>> RollBackPreparedAsync(NpgsqlConnection connection, Gid gid, CancellationToken cancellation)
    {
        await using var batch = connection.Batch(PreparedLook.Select(gid), new NpgsqlBatchCommand($"ROLLBACK PREPARED '{gid}'"));
        batch.EnableErrorBarriers = true;
        await using var reader = await batch.ExecuteReaderAsync(cancellation);
        var look = (await PreparedLook.ReadAsync(reader, [gid], cancellation))[gid];
        try
        {
            await reader.NextResultAsync(cancellation);
        }
        catch (PostgresException absent) when (absent.SqlState is PostgresErrorCodes.UndefinedObject)
        {
        }

        return look.Relations;
    }

    private static async Task<(BarrierRecord Record, Observed Observed)> LookAsync(NpgsqlConnection connection, Gid gid, CancellationToken cancellation)
    {
        await using var batch = connection.Batch(BarrierTable.Select(gid.TransactionId, gid.Branch), Observed.Select());
        await using var reader = await batch.ExecuteReaderAsync(cancellation);
        var record = await BarrierTable.ReadAsync(reader, cancellation);
        await reader.NextResultAsync(cancellation);
        return (record, await Observed.ReadAsync(reader, cancellation));
    }

    private static IEnumerable<string> ReleasedBy(Answer mark) => ReportedLock.All(mark.Result, "released").Select(released => released.Lock);

    private static ConclusionReport Committed(Observed observed, JsonElement? reported) =>
        new(observed, PreparedReport.Locks(reported)) { Checks = ParticipantStory.Field(reported, "checks") };
}
