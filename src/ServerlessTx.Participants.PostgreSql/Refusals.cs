using Npgsql;

namespace ServerlessTx.Participants.PostgreSql;

/// <summary>
/// Which errors of a server are a no to a prepare. Only those that say for certain that the transaction is rolled back, and that it is the
/// data or another transaction that stands in the way: asked again at once, it would most likely hear the same. All else is no answer, and is
/// asked again.
/// </summary>
internal static class Refusals
{
    public const string LockConflict = "lock_conflict";

    /// <returns>The reason of the no, or nothing where it is none.</returns>
    public static string? ReasonOf(PostgresException error) => error.SqlState switch
    {
        PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.DeadlockDetected => LockConflict,
        PostgresErrorCodes.SerializationFailure => "serialization_conflict",
        PostgresErrorCodes.QueryCanceled => "statement_timeout",
        ['2', '3', ..] => error.ConstraintName is { Length: > 0 } constraint ? $"violates_{constraint}" : "violates_a_constraint",
        _ => null,
    };
}
