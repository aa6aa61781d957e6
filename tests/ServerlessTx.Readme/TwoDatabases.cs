using Npgsql;

namespace ServerlessTx.Readme.Databases;

public sealed record Move(string From, string To, decimal Amount);

public static class TwoDatabases
{
    // readme: two_databases
    public static ServerlessTxBuilder AddMove(this ServerlessTxBuilder tx, string accounts, string ledger) => tx
        .AddPostgreSql("accounts_db", accounts)
        .AddPostgreSql("ledger_db", ledger)
        .AddWorkflow(services => TwoPhaseCommit.For<Move>("move", version: 1)
            .Participant("accounts_db", services.PostgreSql("accounts_db").TwoPhaseCommit<Move>((call, db) => AddAsync(db, call.Input.From, -call.Input.Amount)))
            .Participant("ledger_db", services.PostgreSql("ledger_db").TwoPhaseCommit<Move>((call, db) => AddAsync(db, call.Input.To, call.Input.Amount))));

    private static async Task<StepAnswer<LockedRows>> AddAsync(NpgsqlTransaction db, string account, decimal amount) =>
        await db.Command("UPDATE account SET balance = balance + $2 WHERE id = $1 AND balance + $2 >= 0", account, amount).ExecuteNonQueryAsync() == 1
            ? new LockedRows($"account:{account}")
            : Refusal.Because("insufficient_funds");
    // end
}
