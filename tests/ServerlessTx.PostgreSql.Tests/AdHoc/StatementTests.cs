using System.Text.Json;

namespace ServerlessTx.PostgreSql.Tests;

[Collection(nameof(OnServers))]
public sealed class StatementTests(Servers servers) : IAsyncLifetime
{
    private static readonly PostgreSqlOptions Options = new()
    {
        Statements = new Dictionary<string, NamedStatement>
        {
            ["change"] = new()
            {
                Sql = "UPDATE account SET balance = balance + @amount WHERE id = @id AND balance + @amount >= 0 RETURNING 'account:' || id",
                Parameters = ["id", "amount"],
                Refusal = "insufficient_funds",
            },
        },
    };

    private Bank _one = null!;
    private Bank _other = null!;
    private App _app = null!;
    private string _from = "";
    private string _to = "";

    public async Task InitializeAsync()
    {
        (_one, _other) = (new Bank(servers.One.ConnectionString), new Bank(servers.Other.ConnectionString));
        (_from, _to) = (await _one.OpenAsync(100m), await _other.OpenAsync(0m));
        _app = await App.StartAsync(tx => tx
            .AddPostgreSql("accounts_db", servers.One.ConnectionString, Options)
            .AddPostgreSql("ledger_db", servers.Other.ConnectionString, Options));
    }

    public async Task DisposeAsync()
    {
        await _app.DisposeAsync();
        await _one.DisposeAsync();
        await _other.DisposeAsync();
    }

    [Theory]
    [InlineData("30.5", "change", TransactionStatus.Committed, 69.5, 30.5, null)]
    [InlineData("130", "change", TransactionStatus.Aborted, 100, 0, "insufficient_funds")]
    [InlineData("1", "drop_everything", TransactionStatus.Aborted, 100, 0, "unknown_statement")]
    [InlineData("\"1; DROP TABLE account\"", "change", TransactionStatus.Aborted, 100, 0, "no_answer_from_accounts_db")]
    public async Task An_ad_hoc_two_phase_commit_names_statements_of_the_configuration(
        string amount, string statement, TransactionStatus status, decimal from, decimal to, string? reason)
    {
        var minus = amount.StartsWith('"') ? amount : $"-{amount}";
        var request = $$"""
            {
              "pattern": "two_phase_commit",
              "participants": [
                { "participant": "accounts_db", "input": { "statement": "{{statement}}", "parameters": { "id": "{{_from}}", "amount": {{minus}} } } },
                { "participant": "ledger_db", "input": { "statement": "change", "parameters": { "id": "{{_to}}", "amount": {{(minus == amount ? "0" : amount)}} } } }
              ],
              "policy": { "attempts": 1, "timeout_ms": 30000, "first_delay_ms": 1, "max_delay_ms": 10, "stuck_after": 10 }
            }
            """;
        var begun = await _app.Client.StartAdHocAsync(new StartRequest("", JsonElement.Parse(request)));
        var ended = await _app.EndAsync(begun.Id);
        Assert.Equal((status, reason), (ended.Status, ended.Reason));
        Assert.Equal(from, await _one.BalanceAsync(_from));
        Assert.Equal(to, await _other.BalanceAsync(_to));
        await _app.EvidenceAsync(ended.TransactionId);
    }

    [Fact]
    public async Task Parameters_are_those_of_the_configuration_and_no_others()
    {
        var request = $$"""
            {
              "pattern": "two_phase_commit",
              "participants": [ { "participant": "accounts_db", "input": { "statement": "change", "parameters": { "id": "{{_from}}" } } } ]
            }
            """;
        var begun = await _app.Client.StartAdHocAsync(new StartRequest("", JsonElement.Parse(request)));
        Assert.Equal("parameters_must_be: id, amount", (await _app.EndAsync(begun.Id)).Reason);
    }
}
