using System.Net;

namespace ServerlessTx.Http;

/// <summary>Commands to an aggregate: on what terms they are done, and what a refusal says.</summary>
public sealed class CommandTests
{
    private const string Open = """{"customer_id":"cust_567","currency":"EUR","initial_balance":0.1}""";

    [Fact]
    public async Task A_command_answers_the_state_behind_it_and_money_is_to_the_cent()
    {
        await using var accounts = await AccountHost.StartAsync();
        await accounts.DoAsync("open", Open);
        var response = await accounts.AskAsync("deposit", """{"amount":0.2}""");
        var answer = await ShopHost.JsonOf(response);

        Assert.Equal("\"2\"", ShopHost.Header(response, "ETag"));
        Assert.Equal("""{"status":"active","customer_id":"cust_567","currency":"EUR","balance":0.3}""", answer.GetProperty("state").GetRawText());
        Assert.Equal(answer.GetRawText(), (await accounts.GetAsync()).GetRawText());
    }

    [Fact]
    public async Task A_command_without_fields_needs_no_body()
    {
        await using var accounts = await AccountHost.StartAsync();
        await accounts.DoAsync("open", """{"customer_id":"cust_567","currency":"EUR","initial_balance":0}""");

        Assert.Equal("closed", (await accounts.DoAsync("close", null)).GetProperty("state").GetProperty("status").GetString());
    }

    [Fact]
    public async Task A_command_that_expects_another_version_is_told_which_it_is_and_nothing_is_appended()
    {
        await using var accounts = await AccountHost.WithSourcesAccountAsync();
        Assert.Equal(HttpStatusCode.OK, (await accounts.AskAsync("deposit", """{"amount":1}""", ("If-Match", "\"3\""))).StatusCode);
        var writes = accounts.Host.Store.Writes;
        var late = await ShopHost.ProblemOf(await accounts.AskAsync("deposit", """{"amount":1}""", ("If-Match", "\"3\"")));

        Assert.Equal((412, "version_mismatch", "4"), (late.Status, late.Name, late.Member("version")));
        Assert.Equal(writes, accounts.Host.Store.Writes);
    }

    [Theory]
    [InlineData("If-Match", "*", "deposit", 412)]
    [InlineData("If-Match", "\"0\"", "open", 200)]
    [InlineData("If-Match", "\"1\"", "open", 412)]
    [InlineData("If-Match", "W/\"0\"", "open", 412)]
    [InlineData("If-Match", "\"abc\"", "open", 412)]
    [InlineData("If-Match", "\"00\"", "open", 412)]
    [InlineData("If-Match", "0", "open", 400)]
    [InlineData("If-Match", "\"0\", \"1\"", "open", 400)]
    [InlineData("If-None-Match", "*", "open", 200)]
    [InlineData("If-None-Match", "\"1\"", "open", 400)]
    public async Task A_condition_is_kept_or_said_to_be_none(string header, string value, string command, int status)
    {
        await using var accounts = await AccountHost.StartAsync();
        var response = await accounts.AskAsync(command, command == "open" ? Open : """{"amount":1}""", (header, value));

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(status == 200 ? HttpStatusCode.OK : HttpStatusCode.NotFound, (await accounts.Host.GetAsync(AccountHost.Account)).StatusCode);
    }

    [Fact]
    public async Task A_command_that_comes_again_under_its_key_gets_its_first_answer_whatever_has_happened_since()
    {
        await using var accounts = await AccountHost.WithSourcesAccountAsync();
        var terms = new[] { ("Idempotency-Key", "k"), ("If-Match", "\"3\"") };
        var first = await accounts.AskAsync("withdraw", """{"amount":1300}""", terms);
        await accounts.DoAsync("close", null);
        var again = await accounts.AskAsync("withdraw", """{"amount":1300}""", terms);

        Assert.Equal(await first.Content.ReadAsStringAsync(), await again.Content.ReadAsStringAsync());
        Assert.Equal((null, "true"), (ShopHost.Header(first, "Idempotency-Replayed"), ShopHost.Header(again, "Idempotency-Replayed")));
        var other = await ShopHost.ProblemOf(await accounts.AskAsync("withdraw", """{"amount":1}""", terms));
        Assert.Equal((422, "idempotency_key_reused"), (other.Status, other.Name));
        Assert.Equal(5, (await accounts.GetAsync()).GetProperty("version").GetInt64());
    }

    [Theory]
    [InlineData("withdraw", """{"amount":1300.01}""", "insufficient_funds")]
    [InlineData("open", Open, "already_opened")]
    [InlineData("close", null, "account_not_empty")]
    [InlineData("deposit", """{"amount":1,"currency":"USD"}""", "wrong_currency")]
    public async Task A_refusal_is_a_409_with_its_reason_and_nothing_is_appended(string command, string? body, string reason)
    {
        await using var accounts = await AccountHost.WithSourcesAccountAsync();
        var writes = accounts.Host.Store.Writes;
        var refused = await ShopHost.ProblemOf(await accounts.AskAsync(command, body));

        Assert.Equal((409, "command_refused", reason, "3"), (refused.Status, refused.Name, refused.Member("reason"), refused.Member("version")));
        Assert.Equal(writes, accounts.Host.Store.Writes);
    }

    [Fact]
    public async Task A_missing_account_and_a_closed_one_take_no_money()
    {
        await using var accounts = await AccountHost.StartAsync();
        Assert.Equal("no_such_account", (await ShopHost.ProblemOf(await accounts.AskAsync("deposit", """{"amount":1}"""))).Member("reason"));
        await accounts.DoAsync("open", """{"customer_id":"cust_567","currency":"EUR","initial_balance":0}""");
        await accounts.DoAsync("close", null);
        Assert.Equal("account_closed", (await ShopHost.ProblemOf(await accounts.AskAsync("deposit", """{"amount":1}"""))).Member("reason"));
    }

    [Theory]
    [InlineData("steal", "{}", 404, "unknown_command", "open, deposit, withdraw, close")]
    [InlineData("history", "{}", 404, "unknown_command", "takes no command")]
    [InlineData("deposit", "{}", 400, "invalid_input", "amount")]
    [InlineData("deposit", null, 400, "invalid_input", "amount")]
    [InlineData("deposit", "[]", 400, "invalid_input", "object")]
    [InlineData("deposit", "null", 400, "invalid_input", "object")]
    [InlineData("deposit", "{", 400, "malformed_json", "")]
    [InlineData("deposit", """{"amount":"1"}""", 400, "invalid_input", "number")]
    [InlineData("deposit", """{"amount":0}""", 400, "invalid_input", "0.01")]
    [InlineData("deposit", """{"amount":0.001}""", 400, "invalid_input", "0.01")]
    [InlineData("deposit", """{"amount":1.001}""", 400, "invalid_input", "two decimals")]
    [InlineData("deposit", """{"amount":1e300}""", 400, "invalid_input", "number")]
    [InlineData("deposit", """{"amount":1,"currency":"euro"}""", 400, "invalid_input", "ISO 4217")]
    [InlineData("deposit", """{"amount":1,"iban":"x"}""", 400, "invalid_input", "is not a field")]
    [InlineData("close", """{"amount":1}""", 400, "invalid_input", "is not a field")]
    public async Task What_is_no_command_is_answered_with_what_would_be_right_and_nothing_is_appended(
        string command, string? body, int status, string problem, string says)
    {
        await using var accounts = await AccountHost.WithSourcesAccountAsync();
        var writes = accounts.Host.Store.Writes;
        var sent = await ShopHost.ProblemOf(await accounts.AskAsync(command, body));

        Assert.Equal((status, problem), (sent.Status, sent.Name));
        Assert.Contains(says, sent.Detail);
        Assert.Equal(writes, accounts.Host.Store.Writes);
        Assert.Empty(accounts.Host.Log.Failures);
    }

    [Fact]
    public async Task A_command_that_the_store_did_not_answer_is_repeated_safely_with_its_key()
    {
        await using var accounts = await AccountHost.WithSourcesAccountAsync();
        accounts.Host.Store.IsAway = true;
        var away = await accounts.AskAsync("deposit", """{"amount":1}""", ("Idempotency-Key", "k"));
        accounts.Host.Store.IsAway = false;
        var again = await accounts.AskAsync("deposit", """{"amount":1}""", ("Idempotency-Key", "k"));

        Assert.Equal((503, "5"), ((int)away.StatusCode, ShopHost.Header(away, "Retry-After")));
        Assert.Equal("1301", (await ShopHost.JsonOf(again)).GetProperty("state").GetProperty("balance").GetRawText());
    }
}
