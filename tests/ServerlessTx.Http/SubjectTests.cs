using System.Net;
using ServerlessTx.AspNetCore;

namespace ServerlessTx.Http;

/// <summary>A customer's name, until the customer is erased: over HTTP and in its documents.</summary>
public sealed class SubjectTests
{
    private const string Open = """{"customer_id":"cust_567","currency":"EUR","initial_balance":1000,"owner_name":"Ada Lovelace"}""";
    private const string Erase = "/api/subjects/cust_567/erase";

    [Fact]
    public async Task A_name_is_read_until_its_owner_is_erased_and_every_document_goes_on_to_hold()
    {
        await using var bank = await AccountHost.StartAsync();
        Assert.Equal("Ada Lovelace", Name(await bank.DoAsync("open", Open)));
        Assert.Equal("Ada Lovelace", Name(await bank.GetAsync()));
        Assert.Equal("Ada Lovelace", (await bank.GetAsync("/history")).GetProperty("events")[0].GetProperty("data").GetProperty("owner_name").GetString());
        Assert.DoesNotContain("Ada", (await bank.GetAsync("/evidence")).GetRawText(), StringComparison.Ordinal);
        Assert.Equal("kept", await StatusAsync(bank.Host));

        Assert.Equal("erased", (await ShopHost.JsonOf(await bank.Host.PostAsync(Erase, """{"reason":"asked for it"}"""))).GetProperty("status").GetString());
        Assert.Equal("erased", await StatusAsync(bank.Host));
        Assert.Equal("""{"personal_of":"cust_567","erased":true}""", (await bank.GetAsync()).GetProperty("state").GetProperty("owner_name").GetRawText());
        Assert.Equal("""{"personal_of":"cust_567","erased":true}""", (await bank.GetAsync("/history")).GetProperty("events")[0].GetProperty("data").GetProperty("owner_name").GetRawText());
        var document = await bank.Host.GetAsync(AccountHost.Account + "/evidence");
        Assert.Equal(VerificationOutcome.Holds, EvidenceVerifier.Verify(await document.Content.ReadAsByteArrayAsync()).Outcome);
        Assert.True((await ShopHost.JsonOf(document)).GetProperty("event_sourced_aggregate").GetProperty("current_state").GetProperty("owner_name").GetProperty("erased").GetBoolean());
        // Nothing of the account but the name is gone.
        Assert.Equal(500m, (await bank.DoAsync("withdraw", """{"amount":500}""")).GetProperty("state").GetProperty("balance").GetDecimal());
    }

    [Fact]
    public async Task An_erasure_is_one_however_often_it_is_asked_for()
    {
        await using var bank = await AccountHost.StartAsync();
        var first = await (await bank.Host.PostAsync(Erase, """{"reason":"asked for it"}""")).Content.ReadAsStringAsync();
        bank.Pass(TimeSpan.FromDays(1));
        Assert.Equal(first, await (await bank.Host.PostAsync(Erase, null)).Content.ReadAsStringAsync());
        Assert.Equal(first, await (await bank.Host.GetAsync("/api/subjects/cust_567")).Content.ReadAsStringAsync());
        Assert.Contains("\"reason\":\"asked for it\"", first, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_wrong_is_said_as_everywhere()
    {
        await using var bank = await AccountHost.StartAsync();
        Assert.Equal("unknown_subject", (await ShopHost.ProblemOf(await bank.Host.GetAsync("/api/subjects/cust_567"))).Name);
        Assert.Equal("malformed_subject_id", (await ShopHost.ProblemOf(await bank.Host.GetAsync("/api/subjects/a|b"))).Name);
        Assert.Equal("malformed_subject_id", (await ShopHost.ProblemOf(await bank.Host.PostAsync("/api/subjects/-a/erase", null))).Name);
        Assert.Equal("invalid_input", (await ShopHost.ProblemOf(await bank.Host.PostAsync(Erase, """{"reason":""}"""))).Name);
        Assert.Equal("invalid_input", (await ShopHost.ProblemOf(await bank.AskAsync("open", Open.Replace("cust_567", "cust 567", StringComparison.Ordinal)))).Name);
        Assert.Equal("unknown_subject", (await ShopHost.ProblemOf(await bank.Host.GetAsync("/api/subjects/cust_567"))).Name);

        await bank.Host.PostAsync(Erase, null);
        var refused = await ShopHost.ProblemOf(await bank.AskAsync("open", Open));
        Assert.Equal(("subject_erased", "cust_567"), (refused.Name, refused.Member("subject")));
        Assert.Equal(HttpStatusCode.NotFound, (await bank.Host.GetAsync(AccountHost.Account)).StatusCode);
        // Without the name there is nothing personal, and nothing to refuse.
        await bank.DoAsync("open", """{"customer_id":"cust_567","currency":"EUR","initial_balance":1000}""");
    }

    [Fact]
    public async Task To_erase_takes_the_operators_role()
    {
        await using var host = await ShopHost.StartAsync(
            services => services.AddServerlessTxApiKeys(keys => keys.Keys =
            [
                new ApiKey { Name = "clerk", Key = "clerk-0123456789" },
                new ApiKey { Name = "officer", Key = "officer-0123456789", Roles = [ApiRole.Operator] },
            ]),
            group => group.RequireApiKeys());
        Assert.Equal("operator", (await ShopHost.ProblemOf(await host.PostAsync(Erase, null, ("X-Api-Key", "clerk-0123456789")))).Member("role"));
        var erased = await ShopHost.JsonOf(await host.PostAsync(Erase, null, ("X-Api-Key", "officer-0123456789")));
        Assert.Equal("officer", erased.GetProperty("by").GetString());
    }

    private static string? Name(System.Text.Json.JsonElement account) => account.GetProperty("state").GetProperty("owner_name").GetString();

    private static async Task<string?> StatusAsync(ShopHost host) => (await ShopHost.JsonOf(await host.GetAsync("/api/subjects/cust_567"))).GetProperty("status").GetString();
}
