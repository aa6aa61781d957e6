using Npgsql;

namespace ServerlessTx.Participants.PostgreSql;

/// <summary>How work answered although its transaction was at its end, told by the error of a savepoint behind it. No answer may be made of that.</summary>
internal static class EndedWork
{
    /// <returns>What the work did and what its author does about it, or nothing where it is another error.</returns>
    public static string? AdviceOn(PostgresException error) => error.SqlState switch
    {
        PostgresErrorCodes.InFailedSqlTransaction =>
            "caught an error of the server and answered all the same. With that error the server had turned back all it did, so nothing of it is kept. " +
            "Let the error through, refuse, or set a savepoint of your own before the statement and roll back to it.",
        PostgresErrorCodes.NoActiveSqlTransaction =>
            "ended its transaction, which is not its own to end: what it rolled back is lost, and what it committed is committed whatever is decided. " +
            "Take commit and rollback out of it; to give up what it did it refuses.",
        _ => null,
    };
}
