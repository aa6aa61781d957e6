using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ServerlessTx.Participants.PostgreSql;

namespace ServerlessTx.Samples;

/// <summary>The transfer over two real databases: the same workflow, and other participants in it.</summary>
internal static class TransferOverPostgreSql
{
    public static readonly PostgreSqlBook Accounts = new("account", AccountsDb.OpeningBalance, mayOwe: false);
    public static readonly PostgreSqlBook Ledger = new("ledger", opening: 0, mayOwe: true);

    public static ServerlessTxBuilder AddTransferOver(this ServerlessTxBuilder tx, TransferDatabases databases, CallPolicy? policy, TimeSpan lockWait, ModeTerms? modes)
    {
        var options = new PostgreSqlOptions { LockTimeout = lockWait };
        tx.AddPostgreSql(Transfer.Accounts, databases.Accounts, options).AddPostgreSql(Transfer.Ledger, databases.Ledger, options);
        tx.Services.AddSingleton(services => new PostgreSqlRows(
            (services.PostgreSql(Transfer.Accounts), Accounts), (services.PostgreSql(Transfer.Ledger), Ledger)));
        tx.Services.AddSingleton<IHostedService>(services => new PostgreSqlTables(
            [services.PostgreSql(Transfer.Accounts), services.PostgreSql(Transfer.Ledger)],
            services.GetRequiredService<TimeProvider>(), services.GetRequiredService<ILogger<PostgreSqlTables>>()));
        return tx
            .AddParticipant(services => Participant.Named(Transfer.Accounts).TwoPhaseCommit(ManagerOf(services, Transfer.Accounts, Accounts)))
            .AddParticipant(services => Participant.Named(Transfer.Ledger).TwoPhaseCommit(ManagerOf(services, Transfer.Ledger, Ledger)))
            .AddWorkflow(services => Transfer.Define(
                ManagerOf(services, Transfer.Accounts, Accounts), ManagerOf(services, Transfer.Ledger, Ledger), policy))
            .AddModes(services => ResilientTransfer.Declare(
                (ManagerOf(services, Transfer.Accounts, Accounts), SideOf(services, Transfer.Accounts, Accounts)),
                (ManagerOf(services, Transfer.Ledger, Ledger), SideOf(services, Transfer.Ledger, Ledger)),
                SideOf(services, Transfer.Accounts, Accounts), policy, modes));
    }

    private static PostgreSqlSide SideOf(IServiceProvider services, string name, PostgreSqlBook book) => new(services.PostgreSql(name), book);

    private static IResourceManager<TransferMoney> ManagerOf(IServiceProvider services, string name, PostgreSqlBook book) =>
        services.PostgreSql(name).TwoPhaseCommit<TransferMoney>(book.TransferAsync);
}
