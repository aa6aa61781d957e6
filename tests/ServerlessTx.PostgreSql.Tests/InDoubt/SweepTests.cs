using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using ServerlessTx.Specifications;

namespace ServerlessTx.PostgreSql.Tests;

[Collection(nameof(OnServers))]
public sealed class SweepTests(Servers servers) : IAsyncLifetime
{
    private readonly string _coordinator = Guid.NewGuid().ToString("N")[..12];
    private Bank _bank = null!;
    private Branch _branch = null!;
    private string _account = "";

    public async Task InitializeAsync()
    {
        _bank = new Bank(servers.One.ConnectionString, _coordinator);
        _account = await _bank.OpenAsync(100m);
        _branch = new Branch(_bank.Manager, new(_account, -30m));
        await _branch.PrepareAsync();
    }

    public async Task DisposeAsync()
    {
        await _branch.AbortAsync();
        await _bank.DisposeAsync();
    }

    [Fact]
    public async Task What_was_decided_to_commit_is_committed_and_the_late_commit_is_done()
    {
        Assert.Equal(new InDoubt(0, null), await SweepAsync(Decided(Decision.Commit)));
        Assert.Equal(70m, await _bank.BalanceAsync(_account));
        Assert.Equal(Verdict.Done, (await _branch.CommitAsync()).Verdict);
        Assert.Equal(70m, await _bank.BalanceAsync(_account));
    }

    [Fact]
    public async Task What_was_decided_to_abort_is_rolled_back()
    {
        await SweepAsync(Decided(Decision.Abort));
        Assert.Equal(0, await _bank.PreparedAsync(_branch.TransactionId));
        Assert.Equal(100m, await _bank.BalanceAsync(_account));
        Assert.Equal("turned_back_before", (await _branch.PrepareAsync()).Reason);
    }

    [Fact]
    public async Task Of_what_there_is_no_record_an_abort_is_presumed()
    {
        await SweepAsync(null);
        Assert.Equal(0, await _bank.PreparedAsync(_branch.TransactionId));
    }

    [Fact]
    public async Task What_is_undecided_stays_and_is_reported_with_its_age()
    {
        var left = await SweepAsync(Decided(null));
        Assert.Equal(1, left.Count);
        Assert.InRange(left.OldestFor!.Value, TimeSpan.FromTicks(1), TimeSpan.FromMinutes(1));
        Assert.Equal(1, await _bank.PreparedAsync(_branch.TransactionId));
    }

    [Fact]
    public async Task What_has_just_been_prepared_is_not_asked_for()
    {
        var asked = new Asked(_ => Decided(Decision.Abort));
        Assert.Equal(1, (await SweepAsync(asked, minimumAge: TimeSpan.FromHours(1))).Count);
        Assert.Empty(asked.Ids);
    }

    [Fact]
    public async Task What_is_forgotten_is_left_to_a_person()
    {
        var left = await SweepAsync(new Asked(id => throw new TransactionForgottenException(id)));
        Assert.Equal(1, left.Count);
        Assert.Equal(1, await _bank.PreparedAsync(_branch.TransactionId));
    }

    [Fact]
    public async Task One_that_cannot_be_asked_for_keeps_no_other_from_its_end_and_is_asked_for_again()
    {
        var other = new Branch(_bank.Manager, new(await _bank.OpenAsync(10m), -1m));
        await other.PrepareAsync();
        var log = new KeptLog();
        var fails = 1;
        var asked = new Asked(id => id.ToString() == _branch.TransactionId && fails-- > 0 ? throw new InvalidOperationException("403 of the store") : null);
        var sweep = new InDoubtSweep(_bank.Database, new FixedCoordinator(_coordinator), asked, log);

        Assert.Equal(1, (await sweep.RunAsync(TimeSpan.Zero, default)).Count);
        Assert.Equal((1, 0), (await _bank.PreparedAsync(_branch.TransactionId), await _bank.PreparedAsync(other.TransactionId)));
        Assert.Contains(log.Lines, line => line.StartsWith($"Error: accounts_db: {_branch.TransactionId} stays in doubt", StringComparison.Ordinal) && line.Contains("403 of the store", StringComparison.Ordinal));

        Assert.Equal(new InDoubt(0, null), await sweep.RunAsync(TimeSpan.Zero, default));
        Assert.Equal(0, await _bank.PreparedAsync(_branch.TransactionId));
    }

    [Fact]
    public async Task What_others_have_prepared_is_never_touched()
    {
        var theirs = new Bank(servers.One.ConnectionString, coordinator: "ffffffffffff");
        var other = new Branch(theirs.Manager, new(await theirs.OpenAsync(10m), -1m));
        await other.PrepareAsync();
        var stranger = $"stranger_{_coordinator}";
        await _bank.ExecuteAsync($"BEGIN; INSERT INTO account VALUES ('{stranger}', 1); PREPARE TRANSACTION '{stranger}'");
        var asked = new Asked(_ => Decided(Decision.Abort));

        await SweepAsync(asked);

        Assert.Equal([_branch.TransactionId], asked.Ids);
        Assert.Equal(1, await _bank.PreparedAsync(other.TransactionId));
        Assert.Equal(1, await _bank.ScalarAsync<long>("SELECT count(*) FROM pg_prepared_xacts WHERE gid = $1", stranger));
        await _bank.ExecuteAsync($"ROLLBACK PREPARED '{stranger}'");
        await other.AbortAsync();
        await theirs.DisposeAsync();
    }

    [Fact]
    public async Task What_is_prepared_in_another_database_of_the_server_is_left_to_whoever_sweeps_that()
    {
        var name = $"beside_{_coordinator}";
        await _bank.ExecuteAsync($"CREATE DATABASE {name}");
        var connection = new NpgsqlConnectionStringBuilder(servers.One.ConnectionString) { Database = name }.ConnectionString;
        await Bank.CreateAsync(connection);
        await using var beside = new Bank(connection, _coordinator);
        var other = new Branch(beside.Manager, new(await beside.OpenAsync(10m), -1m));
        await other.PrepareAsync();
        var asked = new Asked(_ => Decided(Decision.Abort));

        await SweepAsync(asked);

        Assert.Equal([_branch.TransactionId], asked.Ids);
        Assert.Equal(1, await beside.PreparedAsync(other.TransactionId));
        await other.CommitAsync();
    }

    [Fact]
    public async Task A_host_that_starts_concludes_what_its_store_knows_and_shows_the_oldest()
    {
        var oldest = new List<double>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Name == "serverlesstx.in_doubt.oldest")
                    listener.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<double>((_, seconds, _, _) => oldest.Add(seconds));
        listener.Start();
        var store = new MemoryPartitionStore();
        string transaction;
        await using (var first = await StartAsync(store))
        {
            var id = await ((ICoordinatorId)first.Services.GetService(typeof(ICoordinatorId))!).ReadAsync();
            await using var bank = new Bank(servers.One.ConnectionString, id);
            var left = new Branch(bank.Manager, new(await bank.OpenAsync(100m), -1m));
            await left.PrepareAsync();
            transaction = left.TransactionId;
        }

        await using var second = await StartAsync(store);
        await Eventually.IsTrueAsync(async () => await _bank.PreparedAsync(transaction) == 0, "the prepared transaction without a record is gone");
        listener.RecordObservableInstruments();
        Assert.NotEmpty(oldest);
    }

    private async Task<App> StartAsync(IPartitionStore store) =>
        await App.StartAsync(tx => tx.AddPostgreSql("accounts_db", servers.One.ConnectionString), store);

    private Task<InDoubt> SweepAsync(DecisionState? state) => SweepAsync(new Asked(_ => state));

    private Task<InDoubt> SweepAsync(IDecisions decisions, TimeSpan minimumAge = default) =>
        new InDoubtSweep(_bank.Database, new FixedCoordinator(_coordinator), decisions, NullLogger.Instance).RunAsync(minimumAge, default);

    private DecisionState Decided(Decision? decision) => new(_branch.TransactionId, decision, DateTimeOffset.MaxValue, IsNew: false);

    private sealed class Asked(Func<TransactionId, DecisionState?> answer) : IDecisions
    {
        public List<string> Ids { get; } = [];

        public Task<DecisionState?> AskAsync(TransactionId id, CancellationToken cancellation = default)
        {
            Ids.Add(id.ToString());
            return Task.FromResult(answer(id));
        }
    }
}
