using Npgsql;

namespace ServerlessTx.Participants.PostgreSql;

/// <summary>Work that answered although what it did is gone, or stands already. What it answered is then no answer.</summary>
internal static class LostWork
{
    public static InvalidOperationException CaughtAnError(string branch, PostgresException seen) => new(
        $"The work of {branch} caught an error of the server and answered all the same. With that error the server had turned back all it did. " +
        "Let the error through, refuse, or set a savepoint of your own before the statement and roll back to it.", seen);

    public static InvalidOperationException EndedItsTransaction(string branch, PostgresException seen) => new(
        $"The work of {branch} ended its transaction, which is not its own to end: what it rolled back is lost, and what it committed stands " +
        "whatever is decided. Take commit, rollback and RESET ALL out of it; to give up what it did it refuses.", seen);
}
