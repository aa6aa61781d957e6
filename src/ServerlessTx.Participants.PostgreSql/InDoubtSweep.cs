using Microsoft.Extensions.Logging;
using Npgsql;

namespace ServerlessTx.Participants.PostgreSql;

/// <summary>
/// Concludes what was prepared and never heard its decision: lists the prepared transactions of this database that carry our coordinator's id,
/// asks for each decision, and carries it out. What others have prepared it never touches.
/// </summary>
internal sealed partial class InDoubtSweep(PostgreSqlDatabase database, ICoordinatorId coordinator, IDecisions decisions, ILogger logger)
{
    /// <param name="minimumAge">What was prepared more recently has its coordinator on the way.</param>
    /// <param name="cancellation">Ends the sweep.</param>
    /// <returns>What is left in doubt behind it.</returns>
    public async Task<InDoubt> RunAsync(TimeSpan minimumAge, CancellationToken cancellation)
    {
        var (count, oldest) = (0, TimeSpan.Zero);
        foreach (var (gid, age) in await ListAsync(cancellation))
        {
            if (age >= minimumAge && await ConcludeAsync(gid, cancellation))
                continue;
            (count, oldest) = (count + 1, age > oldest ? age : oldest);
        }

        return new InDoubt(count, count > 0 ? oldest : null);
    }

    private async Task<IReadOnlyList<(Gid Gid, TimeSpan Age)>> ListAsync(CancellationToken cancellation)
    {
        await using var connection = await database.OpenToConcludeAsync(cancellation);
        await using var batch = connection.Batch(Statement.Of(
            """
            SELECT gid, extract(epoch FROM clock_timestamp() - prepared)::float8 FROM pg_prepared_xacts
            WHERE database = current_database() AND gid LIKE $1 ORDER BY prepared
            """,
            Gid.Pattern(await coordinator.ReadAsync(cancellation))));
        await using var reader = await batch.ExecuteReaderAsync(cancellation);
        var found = new List<(Gid, TimeSpan)>();
        while (await reader.ReadAsync(cancellation))
        {
            if (Gid.TryParse(reader.GetString(0), out var gid))
                found.Add((gid, TimeSpan.FromSeconds(reader.GetDouble(1))));
        }

        return found;
    }

    /// <returns>Whether it is decided, and carried out here.</returns>
    private async Task<bool> ConcludeAsync(Gid gid, CancellationToken cancellation)
    {
        if (!TransactionId.TryParse(gid.TransactionId, out var id))
            return false;
        try
        {
            var state = await decisions.AskAsync(id, cancellation);
            // Without any record it was never begun, or its begin was never acknowledged: nobody can have been told to commit.
            if (state is { Decision: null })
                return false;
            var isCommit = state?.Decision is Decision.Commit;
            var call = new LearnedCall(gid.TransactionId, gid.Branch, isCommit ? Phase.Commit : Phase.Abort, cancellation);
            await (isCommit ? database.Prepared.CommitAsync(call, reported: null) : database.Prepared.AbortAsync(call, reported: null));
            LogConcluded(database.Name, gid.TransactionId, gid.Branch, isCommit ? "committed" : "rolled back");
            return true;
        }
        catch (TransactionForgottenException)
        {
            LogForgotten(database.Name, gid.ToString());
            return false;
        }
        catch (Exception unsettled) when (unsettled is NpgsqlException or StoreUnavailableException)
        {
            LogUnsettled(database.Name, gid.TransactionId, unsettled.Message);
            return false;
        }
        catch (Exception failure) when (!cancellation.IsCancellationRequested)
        {
            // The others are concluded all the same.
            LogFailed(database.Name, gid.TransactionId, failure);
            return false;
        }
    }

    [LoggerMessage(LogLevel.Information, "{Database}: {Transaction}/{Branch} was in doubt and is {Outcome}.")]
    private partial void LogConcluded(string database, string transaction, string branch, string outcome);

    [LoggerMessage(LogLevel.Error, "{Database}: what is prepared as {Gid} is so old that its coordinator has forgotten it. A person has to end it.")]
    private partial void LogForgotten(string database, string gid);

    [LoggerMessage(LogLevel.Warning, "{Database}: {Transaction} stays in doubt for now: {Message}")]
    private partial void LogUnsettled(string database, string transaction, string message);

    [LoggerMessage(LogLevel.Error, "{Database}: {Transaction} stays in doubt for now; something was met that was not expected.")]
    private partial void LogFailed(string database, string transaction, Exception failure);
}
