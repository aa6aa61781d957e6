using Npgsql;

namespace ServerlessTx.Participants.PostgreSql;

/// <summary>
/// A setting of the transaction that a prepare's work runs in, and of no other: it is gone when that transaction is, however the work ended it,
/// or when the work resets all settings. Of a transaction that an error has turned back <c>PREPARE TRANSACTION</c> makes a rollback, outside one
/// it does nothing, and of another one it prepares that; none of it is an error. To check the mark in front of it is one, and the server then
/// skips what is behind.
/// </summary>
internal static class TransactionMark
{
    /// <summary>Holds the gid, see <see cref="BarrierTable.InsertToWork"/>.</summary>
    public const string Setting = "serverlesstx.gid";

    /// <summary>No setting has this name, so that to read it is an error which names it.</summary>
    private const string Ended = "serverlesstx.ended";

    public static NpgsqlBatchCommand Check(Gid gid) => Statement.Of(
        $"SELECT current_setting(CASE WHEN current_setting('{Setting}', true) = $1 THEN '{Setting}' ELSE '{Ended}' END)", gid.ToString());

    /// <param name="branch">Whose work.</param>
    /// <param name="error">Of the batch that begins with <see cref="Check"/>.</param>
    /// <returns>What the work did and what its author does about it; nothing where it is another error.</returns>
    public static InvalidOperationException? Missed(string branch, PostgresException error) => error.SqlState switch
    {
        PostgresErrorCodes.InFailedSqlTransaction => LostWork.CaughtAnError(branch, error),
        PostgresErrorCodes.UndefinedObject when error.MessageText.Contains(Ended, StringComparison.Ordinal) => LostWork.EndedItsTransaction(branch, error),
        _ => null,
    };
}
