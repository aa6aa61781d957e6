using Microsoft.Extensions.Logging;
using Npgsql;
using ServerlessTx.Specifications;

namespace ServerlessTx.PostgreSql.Tests;

/// <summary>What a host repeats over a database goes on whatever fails.</summary>
[Collection(nameof(OnServers))]
public sealed class ServiceTests(Servers servers) : IAsyncLifetime
{
    private readonly string _name = $"service_{Guid.NewGuid():N}"[..20];
    private readonly KeptLog _log = new();
    private string _connection = "";

    public async Task InitializeAsync()
    {
        await using (var admin = new Bank(servers.One.ConnectionString))
            await admin.ExecuteAsync($"CREATE DATABASE {_name}");
        _connection = new NpgsqlConnectionStringBuilder(servers.One.ConnectionString) { Database = _name }.ConnectionString;
        await Bank.CreateAsync(_connection);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task A_sweep_that_met_something_unexpected_is_told_and_comes_again() =>
        await IsSweptAsync(_connection, new Unreadable("0123456789ab"), "The sweep of accounts_db will go on later; something was met that was not expected. " +
            "System.InvalidOperationException: 403 of the store");

    [Fact]
    public async Task Where_tables_are_missing_that_only_an_administrator_may_make_what_is_in_doubt_is_concluded_all_the_same()
    {
        await using (var admin = new Bank(_connection))
        {
            await admin.ExecuteAsync($"""
                DROP TABLE serverlesstx.mode_told;
                CREATE ROLE {_name} LOGIN PASSWORD 'secret';
                GRANT USAGE ON SCHEMA serverlesstx TO {_name};
                GRANT ALL ON serverlesstx.barrier, account TO {_name};
                """);
        }

        var limited = new NpgsqlConnectionStringBuilder(_connection) { Username = _name, Password = "secret" }.ConnectionString;
        await IsSweptAsync(limited, new FixedCoordinator("0123456789ab"), "accounts_db does not do what was asked, and will be asked again: 42501");
    }

    private async Task IsSweptAsync(string connection, ICoordinatorId coordinator, string told)
    {
        await using var bank = new Bank(connection, options: new() { SweepInterval = TimeSpan.FromMilliseconds(50) });
        var branch = new Branch(bank.Manager, new(await bank.OpenAsync(100m), -1m));
        await branch.PrepareAsync();
        using var loggers = LoggerFactory.Create(logging => logging.AddProvider(_log));
        using var service = new PostgreSqlService(bank.Database, coordinator, new NoRecords(), [], TimeProvider.System, loggers);

        await service.StartAsync(default);
        await Eventually.IsTrueAsync(async () => await bank.PreparedAsync(branch.TransactionId) == 0, "what had no record is rolled back");
        await service.StopAsync(default);

        Assert.Contains(told, _log.Text);
    }

    private sealed class NoRecords : IDecisions
    {
        public Task<DecisionState?> AskAsync(TransactionId id, CancellationToken cancellation = default) => Task.FromResult<DecisionState?>(null);
    }

    private sealed class Unreadable(string id) : ICoordinatorId
    {
        private int _fails = 1;

        public Task<string> ReadAsync(CancellationToken cancellation = default) =>
            _fails-- > 0 ? throw new InvalidOperationException("403 of the store") : Task.FromResult(id);
    }
}
