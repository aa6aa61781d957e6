using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace ServerlessTx.PostgreSql.Tests;

/// <summary>What becomes of one message is nothing to the others that are taken with it.</summary>
[Collection(nameof(OnServers))]
public sealed class RelayTests(Servers servers) : IAsyncLifetime
{
    private readonly string _name = $"relay_{Guid.NewGuid():N}"[..20];
    private readonly List<string> _delivered = [];
    private Bank _bank = null!;

    public Task InitializeAsync() => CreateAsync("UTF8");

    public async Task DisposeAsync() => await _bank.DisposeAsync();

    [Theory]
    [InlineData('\0', '\uFFFD')]
    [InlineData('\uD83D', '\uFFFD')]
    [InlineData('€', '€')]
    public async Task A_failure_is_kept_in_words_that_the_database_can_store(char said, char kept)
    {
        await SendAsync("first", "second", "third");
        Assert.Equal(3, await RelayAsync(message => message.Id == "second" ? throw new IOException($"it said {said}") : new Delivery.Delivered()));
        Assert.Equal([$"second 1 later it said {kept}"], await LeftAsync());

        Assert.Equal(0, await RelayAsync(_ => new Delivery.Delivered()));
        Assert.Equal(["first", "third"], _delivered);
    }

    [Fact]
    public async Task A_database_of_another_encoding_keeps_what_both_can_say()
    {
        await _bank.DisposeAsync();
        await CreateAsync("LATIN1");
        await SendAsync("first", "second", "third");
        Assert.Equal(3, await RelayAsync(message => message.Id == "second" ? new Delivery.Refused("5 € are too few") : new Delivery.Delivered()));
        Assert.Equal(["second 1 never 5 ? are too few"], await LeftAsync());
    }

    [Fact]
    public async Task Of_a_long_failure_the_beginning_is_kept()
    {
        await SendAsync("first");
        await RelayAsync(_ => throw new IOException(new string('x', 1_000_000)));
        Assert.Equal([$"first 1 later {new string('x', 2_000)}"], await LeftAsync());
    }

    [Fact]
    public async Task What_cannot_be_kept_of_one_message_leaves_it_as_it_was_and_what_is_kept_of_the_others_stands()
    {
        await _bank.ExecuteAsync(
            """
            CREATE FUNCTION forbid() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'not this one'; END $$;
            CREATE TRIGGER forbid BEFORE DELETE ON serverlesstx.outbox FOR EACH ROW WHEN (OLD.id = 'second') EXECUTE FUNCTION forbid();
            """);
        await SendAsync("first", "second", "third");
        Assert.Equal(2, await RelayAsync(_ => new Delivery.Delivered()));
        Assert.Equal(["second 0 due "], await LeftAsync());
    }

    [Fact]
    public async Task A_payload_that_nobody_here_can_read_holds_up_nobody()
    {
        const int deep = 100;
        await _bank.ExecuteAsync("INSERT INTO serverlesstx.outbox (id, kind, payload) VALUES ('deep', 'mail', $1::json)", new string('[', deep) + new string(']', deep));
        await SendAsync("next");
        Assert.Equal(2, await RelayAsync(_ => new Delivery.Delivered()));
        Assert.Equal(["next"], _delivered);
        Assert.StartsWith("deep 1 later ", Assert.Single(await LeftAsync()), StringComparison.Ordinal);
    }

    private Task<int> RelayAsync(Func<OutboxMessage, Delivery> deliver) =>
        new PostgreSqlRelay(_bank.Database, [new Mail(message => Noted(message, deliver(message)))], NullLogger.Instance).RunAsync(default);

    private Delivery Noted(OutboxMessage message, Delivery delivery)
    {
        if (delivery is Delivery.Delivered)
            _delivered.Add(message.Id);
        return delivery;
    }

    /// <summary>What is left, as <c>id attempts when error</c>.</summary>
    private Task<string[]> LeftAsync() => _bank.ScalarAsync<string[]>(
        """
        SELECT ARRAY(SELECT format('%s %s %s %s', id, attempts,
            CASE WHEN due_at IS NULL THEN 'never' WHEN due_at > clock_timestamp() THEN 'later' ELSE 'due' END, error)
            FROM serverlesstx.outbox ORDER BY id)
        """);

    private async Task SendAsync(params string[] ids)
    {
        await using var connection = await _bank.Source.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        foreach (var id in ids)
            await transaction.SendAsync("mail", new { To = "ann" }, id);
        await transaction.CommitAsync();
    }

    private async Task CreateAsync(string encoding)
    {
        var name = $"{_name}_{encoding.ToLower(CultureInfo.InvariantCulture)}";
        await using (var admin = new Bank(servers.One.ConnectionString))
            await admin.ExecuteAsync($"CREATE DATABASE {name} ENCODING '{encoding}' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0");
        var connection = new NpgsqlConnectionStringBuilder(servers.One.ConnectionString) { Database = name }.ConnectionString;
        await Bank.CreateAsync(connection);
        _bank = new Bank(connection);
    }

    private sealed class Mail(Func<OutboxMessage, Delivery> deliver) : IOutboxHandler
    {
        public string Kind => "mail";

        public Task<Delivery> DeliverAsync(OutboxMessage message, CancellationToken cancellation) => Task.FromResult(deliver(message));
    }
}
