using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ServerlessTx.Participants.PostgreSql;

/// <summary>Adds databases to an application.</summary>
public static class PostgreSqlServices
{
    /// <summary>
    /// Adds a database: its tables are made where they are missing, what is in doubt there is concluded, its outbox is relayed, what an
    /// operator concludes by hand is written to its barrier, and its named statements can be asked for in ad hoc transactions.
    /// </summary>
    /// <param name="tx">Where to add it.</param>
    /// <param name="name">Its name as a service: <c>accounts_db</c>.</param>
    /// <param name="connectionString">Npgsql's; with the password of one who may prepare and end transactions there.</param>
    /// <param name="options">Bounds, intervals and named statements.</param>
    public static ServerlessTxBuilder AddPostgreSql(this ServerlessTxBuilder tx, string name, string connectionString, PostgreSqlOptions? options = null)
    {
        tx.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IOutboxHandler, StartTransactionHandler>());
        tx.Services.AddKeyedSingleton(name, (provider, _) => new PostgreSqlDatabase(
            name, Connections.To(connectionString), provider.GetRequiredService<ICoordinatorId>(), options));
        tx.Services.AddSingleton<IHostedService>(provider => new PostgreSqlService(
            provider.PostgreSql(name),
            provider.GetRequiredService<ICoordinatorId>(),
            provider.GetRequiredService<IDecisions>(),
            provider.GetServices<IOutboxHandler>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILoggerFactory>()));
        if (options?.Statements.Count > 0)
            tx.AddParticipant(provider => Participant.Named(name).TwoPhaseCommit(provider.PostgreSql(name).Statements()));
        return tx.AddBarrier(provider => provider.PostgreSql(name));
    }

    /// <summary>A database that was added.</summary>
    public static PostgreSqlDatabase PostgreSql(this IServiceProvider services, string name) =>
        services.GetRequiredKeyedService<PostgreSqlDatabase>(name);
}
