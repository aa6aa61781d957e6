using Npgsql;

namespace ServerlessTx.Participants.PostgreSql;

/// <summary>Work that answered although its transaction was at its end: its answer is none.</summary>
internal static class EndedWork
{
    /// <param name="branch">Whose work.</param>
    /// <param name="error">Of the statement about the savepoint that follows the work.</param>
    /// <returns>What the work did and what its author does about it; nothing where it is another error.</returns>
    public static InvalidOperationException? Of(string branch, PostgresException error) => error.SqlState switch
    {
        PostgresErrorCodes.InFailedSqlTransaction => new(
            $"The work of {branch} caught an error of the server and answered all the same. With that error the server had turned back all it did. " +
            "Let the error through, refuse, or set a savepoint of your own before the statement and roll back to it.", error),
        PostgresErrorCodes.NoActiveSqlTransaction or PostgresErrorCodes.InvalidSavepointSpecification => new(
            $"The work of {branch} ended its transaction, which is not its own to end: what it rolled back is lost, and what it committed stands " +
            "whatever is decided. Take commit and rollback out of it; to give up what it did it refuses.", error),
        _ => null,
    };
}
