using System.Net;

namespace ServerlessTx.Http;

/// <summary>An aggregate read over HTTP: as it stands, as it stood, what happened, and the evidence.</summary>
public sealed class AggregateTests
{
    [Fact]
    public async Task The_sources_account_gives_the_sources_document()
    {
        await using var accounts = await AccountHost.WithSourcesAccountAsync();
        var document = await accounts.GetAsync("/evidence");
        var aggregate = document.GetProperty("event_sourced_aggregate");

        Assert.Equal(
            """
            AccountOpened 1 2026-01-15T10:00:00.000Z {"customer_id":"cust_567","currency":"EUR","initial_balance":1000}
            MoneyDeposited 2 2026-01-15T11:00:00.000Z {"amount":500,"source":"paycheck"}
            MoneyWithdrawn 3 2026-01-15T12:00:00.000Z {"amount":200,"atm_id":"atm_123"}
            """,
            string.Join('\n', aggregate.GetProperty("event_stream").EnumerateArray().Select(e =>
                $"{e.GetProperty("type").GetString()} {e.GetProperty("version")} {e.GetProperty("timestamp").GetString()} {e.GetProperty("data").GetRawText()}")));
        Assert.Equal("""{"status":"active","customer_id":"cust_567","currency":"EUR","balance":1300,"version":3}""", aggregate.GetProperty("current_state").GetRawText());
        Assert.Equal("No_coordination", document.GetProperty("guarantees").GetProperty("achieved").GetProperty("coordination").GetString());
        Assert.Equal(3, document.GetProperty("head").GetProperty("version").GetInt64());
    }

    [Fact]
    public async Task Its_state_and_its_document_can_be_had_at_any_version_and_moment()
    {
        await using var accounts = await AccountHost.WithSourcesAccountAsync();
        var balances = new List<string>();
        foreach (var point in new[] { "?version=1", "?version=2", "?version=3", "?at=2026-01-15T10:59:59.999Z", "?at=2026-01-15T11:00:00Z", "?at=2026-01-15T13:00:00%2B01:00" })
        {
            var (state, document) = (await accounts.GetAsync(point), await accounts.GetAsync("/evidence" + point));
            var shown = document.GetProperty("event_sourced_aggregate");
            Assert.Equal(state.GetProperty("state").GetProperty("balance").GetDecimal(), shown.GetProperty("current_state").GetProperty("balance").GetDecimal());
            Assert.Equal(state.GetProperty("version").GetInt64(), shown.GetProperty("event_stream").GetArrayLength());
            Assert.Equal(state.GetProperty("head").GetRawText(), document.GetProperty("head").GetRawText());
            balances.Add(state.GetProperty("state").GetProperty("balance").GetRawText());
        }

        Assert.Equal(["1000", "1500", "1300", "1000", "1500", "1300"], balances);
    }

    [Fact]
    public async Task The_version_is_the_etag_and_what_has_not_changed_is_not_sent_again()
    {
        await using var accounts = await AccountHost.WithSourcesAccountAsync();
        var response = await accounts.Host.GetAsync(AccountHost.Account);

        Assert.Equal("\"3\"", ShopHost.Header(response, "ETag"));
        Assert.Equal(HttpStatusCode.NotModified, (await accounts.Host.GetAsync(AccountHost.Account, ("If-None-Match", "\"3\""))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await accounts.Host.GetAsync(AccountHost.Account, ("If-None-Match", "\"2\""))).StatusCode);
        Assert.Equal("\"2\"", ShopHost.Header(await accounts.Host.GetAsync(AccountHost.Account + "?version=2"), "ETag"));
        Assert.Equal(HttpStatusCode.OK, (await accounts.Host.SendAsync(HttpMethod.Head, AccountHost.Account, null)).StatusCode);
    }

    [Fact]
    public async Task History_comes_in_pages()
    {
        await using var accounts = await AccountHost.WithSourcesAccountAsync();
        var first = await accounts.GetAsync("/history?limit=2");
        var second = await accounts.GetAsync($"/history?limit=2&after={first.GetProperty("continuation").GetInt64()}");

        Assert.Equal([1, 2, 3], first.GetProperty("events").EnumerateArray().Concat(second.GetProperty("events").EnumerateArray()).Select(e => e.GetProperty("version").GetInt64()));
        Assert.False(second.TryGetProperty("continuation", out _));
        Assert.Equal("""{"events":[]}""", (await accounts.GetAsync("/history?after=3")).GetRawText());
    }

    [Theory]
    [InlineData("/api/aggregates/Account/a", 404, "unknown_aggregate_type", "BankAccount")]
    [InlineData("/api/aggregates/BankAccount/nobody", 404, "unknown_aggregate", "nobody")]
    [InlineData("/api/aggregates/BankAccount/nobody/history", 404, "unknown_aggregate", "nobody")]
    [InlineData("/api/aggregates/BankAccount/nobody/history?after=7", 404, "unknown_aggregate", "nobody")]
    [InlineData("/api/aggregates/BankAccount/nobody/evidence", 404, "unknown_aggregate", "nobody")]
    [InlineData("/api/aggregates/BankAccount/a%20b", 400, "malformed_aggregate_id", "letter or digit")]
    [InlineData(AccountHost.Account + "?version=4", 404, "unknown_version", "version 4")]
    [InlineData(AccountHost.Account + "/evidence?version=4", 404, "unknown_version", "version 4")]
    [InlineData(AccountHost.Account + "?version=0", 400, "invalid_parameter", "whole number from 1")]
    [InlineData(AccountHost.Account + "?version=99999999999999999999", 400, "invalid_parameter", "whole number from 1")]
    [InlineData(AccountHost.Account + "?version=two", 400, "invalid_parameter", "whole number from 1")]
    [InlineData(AccountHost.Account + "?at=yesterday", 400, "invalid_parameter", "RFC 3339")]
    [InlineData(AccountHost.Account + "?at=2026-01-15T12:00:01Z", 400, "invalid_parameter", "has not come yet")]
    [InlineData(AccountHost.Account + "/evidence?at=2099-01-01T00:00:00Z", 400, "invalid_parameter", "has not come yet")]
    [InlineData(AccountHost.Account + "?at=2026-01-15T09:59:59Z", 404, "unknown_aggregate", "by then")]
    [InlineData(AccountHost.Account + "?at=2026-01-15T11:00:00Z&version=1", 400, "invalid_parameter", "one of them")]
    [InlineData(AccountHost.Account + "?moment=1", 400, "invalid_parameter", "version, at")]
    [InlineData(AccountHost.Account + "/history?limit=0", 400, "invalid_parameter", "1 to 200")]
    [InlineData(AccountHost.Account + "/history?after=-1", 400, "invalid_parameter", "from 0")]
    [InlineData(AccountHost.Account + "/deposit", 405, "method_not_allowed", "POST")]
    [InlineData(AccountHost.Account + "/history/1", 404, "unknown_route", "openapi")]
    public async Task What_cannot_be_read_is_answered_with_what_would_be_right(string path, int status, string problem, string says)
    {
        await using var accounts = await AccountHost.WithSourcesAccountAsync();
        var sent = await ShopHost.ProblemOf(await accounts.Host.GetAsync(path));

        Assert.Equal((status, problem), (sent.Status, sent.Name));
        Assert.Contains(says, sent.Detail);
        Assert.Empty(accounts.Host.Log.Failures);
    }
}
