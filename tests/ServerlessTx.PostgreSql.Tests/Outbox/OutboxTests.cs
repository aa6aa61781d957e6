using Microsoft.Extensions.Logging.Abstractions;

namespace ServerlessTx.PostgreSql.Tests;

[Collection(nameof(OnServers))]
public sealed class OutboxTests(Servers servers) : IAsyncLifetime
{
    private readonly string _name = $"outbox_{Guid.NewGuid():N}"[..20];
    private readonly List<string> _begun = [];
    private Bank _bank = null!;
    private string _connection = "";

    public async Task InitializeAsync()
    {
        // A database of its own: relays of other tests would take its messages.
        await using (var admin = new Bank(servers.One.ConnectionString))
            await admin.ExecuteAsync($"CREATE DATABASE {_name}");
        _connection = servers.One.ConnectionString.Replace("Database=postgres", $"Database={_name}", StringComparison.Ordinal);
        await Bank.CreateAsync(_connection);
        _bank = new Bank(_connection);
    }

    public async Task DisposeAsync() => await _bank.DisposeAsync();

    [Fact]
    public async Task My_row_and_my_saga_are_atomic()
    {
        await using var app = await StartAsync();
        await InsertAsync("kept", commit: true);
        await InsertAsync("dropped", commit: false);

        await Eventually.IsTrueAsync(() => Task.FromResult(Begun.Count > 0), "the saga of the row that was committed has begun");
        await Eventually.IsTrueAsync(async () => await LeftAsync() == 0, "the message is gone");
        Assert.Equal(["kept"], Begun);
    }

    [Fact]
    public async Task A_message_that_comes_again_begins_nothing_new()
    {
        await using var app = await StartAsync();
        await InsertAsync("once", commit: true, id: "message 1");
        await Eventually.IsTrueAsync(async () => await LeftAsync() == 0, "the message is gone");
        // As after a crash between the delivery and the end of the relay's transaction.
        await InsertAsync("once", commit: true, id: "message 1", row: false);
        await Eventually.IsTrueAsync(async () => await LeftAsync() == 0, "the message is gone again");
        Assert.Equal(["once"], Begun);
        Assert.Single((await app.Client.ListAsync(new TransactionQuery())).Transactions);
    }

    [Fact]
    public async Task What_can_never_begin_stays_with_the_reason_and_holds_up_nobody()
    {
        await using var app = await StartAsync();
        await using (var connection = await _bank.Source.OpenConnectionAsync())
        await using (var transaction = await connection.BeginTransactionAsync())
        {
            await transaction.StartAsync("no_such_workflow", new { }, id: "wrong");
            await transaction.CommitAsync();
        }

        await InsertAsync("next", commit: true);
        await Eventually.IsTrueAsync(() => Task.FromResult(Begun.Count > 0), "the next one has begun");
        await Eventually.IsTrueAsync(async () => await LeftAsync() == 1, "only the wrong one is left");
        Assert.Contains("no_such_workflow", await _bank.ScalarAsync<string>("SELECT error FROM serverlesstx.outbox WHERE id = 'wrong' AND due_at IS NULL"));
    }

    [Fact]
    public async Task A_delivery_that_fails_is_tried_again_later_and_other_kinds_have_handlers_of_their_own()
    {
        var handler = new Mail { Fails = 1 };
        var relay = new PostgreSqlRelay(_bank.Database, [handler], NullLogger.Instance);
        await using (var connection = await _bank.Source.OpenConnectionAsync())
        await using (var transaction = await connection.BeginTransactionAsync())
        {
            await transaction.SendAsync("mail", new { To = "ann" });
            await transaction.CommitAsync();
        }

        Assert.Equal(1, await relay.RunAsync(default));
        Assert.Equal(0, await relay.RunAsync(default));
        Assert.Equal("the mail server is away", await _bank.ScalarAsync<string>("SELECT error FROM serverlesstx.outbox"));
        await _bank.ExecuteAsync("UPDATE serverlesstx.outbox SET due_at = clock_timestamp()");
        Assert.Equal(1, await relay.RunAsync(default));
        Assert.Equal("""{"to":"ann"}""", handler.Delivered.Single().Payload.GetRawText());
        Assert.Equal(0, await LeftAsync());
    }

    [Fact]
    public async Task Two_relays_do_not_deliver_one_message_twice_at_once()
    {
        var (entered, leave) = (new TaskCompletionSource(), new TaskCompletionSource());
        var slow = new Mail { Before = () => { entered.SetResult(); return leave.Task; } };
        var other = new Mail();
        await using (var connection = await _bank.Source.OpenConnectionAsync())
        await using (var transaction = await connection.BeginTransactionAsync())
        {
            await transaction.SendAsync("mail", new { To = "ann" });
            await transaction.CommitAsync();
        }

        var first = new PostgreSqlRelay(_bank.Database, [slow], NullLogger.Instance).RunAsync(default);
        await entered.Task;
        Assert.Equal(0, await new PostgreSqlRelay(_bank.Database, [other], NullLogger.Instance).RunAsync(default));
        leave.SetResult();
        Assert.Equal(1, await first);
        Assert.Empty(other.Delivered);
    }

    private IReadOnlyList<string> Begun
    {
        get
        {
            lock (_begun)
                return [.. _begun];
        }
    }

    private Task<App> StartAsync() => App.StartAsync(tx => tx
        .AddPostgreSql("accounts_db", _connection, new() { OutboxInterval = TimeSpan.FromMilliseconds(50) })
        .AddWorkflow(ServerlessTx.Saga.For<Greeting>("greet", version: 1).Then("greeter", "greet", call =>
        {
            lock (_begun)
                _begun.Add(call.Input.Name);
            return Task.FromResult(Conclusion.Done());
        })));

    private Task<long> LeftAsync() => _bank.ScalarAsync<long>("SELECT count(*) FROM serverlesstx.outbox");

    private async Task InsertAsync(string name, bool commit, string? id = null, bool row = true)
    {
        await using var connection = await _bank.Source.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        if (row)
            await transaction.Command("INSERT INTO account VALUES ($1, 1)", name).ExecuteNonQueryAsync();
        await transaction.StartAsync("greet", new Greeting(name), id);
        if (commit)
            await transaction.CommitAsync();
    }

    private sealed class Mail : IOutboxHandler
    {
        public string Kind => "mail";

        public int Fails { get; set; }

        public Func<Task> Before { get; init; } = () => Task.CompletedTask;

        public List<OutboxMessage> Delivered { get; } = [];

        public async Task<Delivery> DeliverAsync(OutboxMessage message, CancellationToken cancellation)
        {
            await Before();
            if (Fails-- > 0)
                throw new IOException("the mail server is away");
            Delivered.Add(message);
            return new Delivery.Delivered();
        }
    }

    public sealed record Greeting(string Name);
}
