using Npgsql;

namespace ServerlessTx.Participants.PostgreSql;

/// <summary>
/// Stands before the work of a saga's or a TCC's call, and is released or rolled back to behind it. Where it is gone, the transaction is at its
/// end or another one; where an error has turned the transaction back, it cannot be released. What the work answered is then no answer.
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
        PostgresErrorCodes.InFailedSqlTransaction => LostWork.CaughtAnError(branch, error),
        PostgresErrorCodes.NoActiveSqlTransaction or PostgresErrorCodes.InvalidSavepointSpecification => LostWork.EndedItsTransaction(branch, error),
        _ => null,
    };
}
