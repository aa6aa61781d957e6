using Npgsql;

namespace ServerlessTx.Participants.PostgreSql;

/// <summary>
/// Stands before the work, and is released or rolled back to behind it. Where it is gone, the transaction is at its end or another one; where an
/// error has turned the transaction back, it cannot be released. What the work answered is then no answer.
/// </summary>
internal static class WorkSavepoint
{
    /// <summary>No name that work would give to one of its own, behind which this one could not be reached.</summary>
    private const string Name = "serverlesstx_work";

    public static NpgsqlBatchCommand Set() => new($"SAVEPOINT {Name}");

    public static NpgsqlBatchCommand Release() => new($"RELEASE SAVEPOINT {Name}");

    public static NpgsqlBatchCommand RollBack() => new($"ROLLBACK TO SAVEPOINT {Name}");

    /// <param name="branch">Whose work.</param>
    /// <param name="error">Of the batch behind it, which begins with the savepoint.</param>
    /// <returns>What the work did and what its author does about it; nothing where it is another error.</returns>
    public static InvalidOperationException? Missed(string branch, PostgresException error) => error.SqlState switch
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
