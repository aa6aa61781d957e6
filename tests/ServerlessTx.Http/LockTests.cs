using System.Net;
using System.Text.Json;

namespace ServerlessTx.Http;

/// <summary>Locks as programs in any language have them.</summary>
public sealed class LockTests
{
    private const string Stock = "/api/locks/stock:book";

    [Fact]
    public async Task A_lock_is_taken_renewed_seen_and_given_up()
    {
        await using var host = await ShopHost.StartAsync();
        Assert.Equal("""{"resource":"stock:book","is_held":false,"lock_token":0,"waiting":0}""", await TextAsync(host.GetAsync(Stock)));

        var taken = await ShopHost.JsonOf(await AcquireAsync(host, "ann"));
        Assert.Equal(("stock:book", true, 1, "ann"), (
            taken.GetProperty("resource").GetString(), taken.GetProperty("lock_acquired").GetBoolean(),
            taken.GetProperty("lock_token").GetInt64(), taken.GetProperty("lock_holder").GetString()));
        var renewed = await ShopHost.JsonOf(await host.PostAsync(Stock + "/renew", """{"owner":"ann","lock_token":1,"ttl_sec":3600}"""));
        Assert.True(renewed.GetProperty("expires_at").GetDateTimeOffset() > taken.GetProperty("expires_at").GetDateTimeOffset());
        var seen = await ShopHost.JsonOf(await host.GetAsync(Stock));
        Assert.Equal((true, "ann", renewed.GetProperty("expires_at").GetString()), (
            seen.GetProperty("is_held").GetBoolean(), seen.GetProperty("lock_holder").GetString(), seen.GetProperty("expires_at").GetString()));

        const string GivenUp = """{"resource":"stock:book","is_held":false,"lock_token":1,"waiting":0}""";
        Assert.Equal(GivenUp, await TextAsync(ReleaseAsync(host, "ann", 1)));
        Assert.Equal(GivenUp, await TextAsync(ReleaseAsync(host, "ann", 1)));
        Assert.Equal(2, (await ShopHost.JsonOf(await AcquireAsync(host, "bob"))).GetProperty("lock_token").GetInt64());
    }

    [Fact]
    public async Task Its_history_is_a_document_that_holds()
    {
        await using var host = await ShopHost.StartAsync();
        await AcquireAsync(host, "ann");
        await ReleaseAsync(host, "ann", 1);
        await AcquireAsync(host, "bob");
        var document = await host.Http.GetByteArrayAsync(Stock + "/evidence");
        Assert.Equal(
            ["lock_acquired 1 ann", "lock_released 1 ann", "lock_acquired 2 bob"],
            JsonElement.Parse(document).GetProperty("lock_history").GetProperty("events").EnumerateArray()
                .Select(happened => $"{happened.GetProperty("type").GetString()} {happened.GetProperty("lock_token")} {happened.GetProperty("lock_holder").GetString()}"));
        Assert.Equal((VerificationOutcome.Holds, "stock:book"), (EvidenceVerifier.Verify(document).Outcome, EvidenceVerifier.Verify(document).Lock));
    }

    [Fact]
    public async Task An_acquire_that_is_delivered_again_is_answered_with_the_same_lease()
    {
        await using var host = await ShopHost.StartAsync();
        var first = await TextAsync(AcquireAsync(host, "ann"));
        var writes = host.Store.Writes;
        Assert.Equal(first, await TextAsync(AcquireAsync(host, "ann")));
        Assert.Equal(writes, host.Store.Writes);
    }

    [Fact]
    public async Task A_lock_that_is_not_to_be_had_is_refused_in_the_words_of_the_source()
    {
        await using var host = await ShopHost.StartAsync();
        var held = await ShopHost.JsonOf(await AcquireAsync(host, "ann"));
        var refused = await AcquireAsync(host, "bob");
        var problem = await ShopHost.ProblemOf(refused);
        Assert.Equal(("lock_acquisition_failed", "lock_acquisition_failed", held.GetProperty("expires_at").GetString(), "1"), (
            problem.Name, problem.Member("reason"), problem.Member("held_until"), ShopHost.Header(refused, "Retry-After")));
        Assert.Equal(0, (await ShopHost.JsonOf(await host.GetAsync(Stock))).GetProperty("waiting").GetInt32());
    }

    [Fact]
    public async Task Who_prefers_to_wait_stands_in_line_and_is_served()
    {
        await using var host = await ShopHost.StartAsync();
        await AcquireAsync(host, "ann");
        var waits = AcquireAsync(host, "bob", ("Prefer", "wait=30"));
        while ((await ShopHost.JsonOf(await host.GetAsync(Stock))).GetProperty("waiting").GetInt32() == 0)
            await Task.Yield();
        await ReleaseAsync(host, "ann", 1);
        Assert.Equal("lock_acquisition_failed", (await ShopHost.ProblemOf(await AcquireAsync(host, "cleo"))).Member("reason"));
        var served = await waits;
        Assert.Equal("wait=30", ShopHost.Header(served, "Preference-Applied"));
        Assert.Equal("bob", (await ShopHost.JsonOf(served)).GetProperty("lock_holder").GetString());
    }

    [Theory]
    [InlineData("ann", 2)]
    [InlineData("bob", 1)]
    public async Task A_foreign_token_or_owner_changes_nothing(string owner, long token)
    {
        await using var host = await ShopHost.StartAsync();
        await AcquireAsync(host, "ann");
        var before = await TextAsync(host.GetAsync(Stock));
        Assert.Equal("lock_not_held", (await ShopHost.ProblemOf(await ReleaseAsync(host, owner, token))).Name);
        Assert.Equal("lock_not_held", (await ShopHost.ProblemOf(await host.PostAsync(Stock + "/renew", $$"""{"owner":"{{owner}}","lock_token":{{token}}}"""))).Name);
        Assert.Equal(before, await TextAsync(host.GetAsync(Stock)));
    }

    private static Task<HttpResponseMessage> AcquireAsync(ShopHost host, string owner, params (string, string)[] headers) =>
        host.SendAsync(HttpMethod.Put, Stock, ShopHost.Json($$"""{"owner":"{{owner}}","ttl_sec":60}"""), headers);

    private static Task<HttpResponseMessage> ReleaseAsync(ShopHost host, string owner, long token) =>
        host.PostAsync(Stock + "/release", $$"""{"owner":"{{owner}}","lock_token":{{token}}}""");

    private static async Task<string> TextAsync(Task<HttpResponseMessage> answer)
    {
        Assert.Equal(HttpStatusCode.OK, (await answer).StatusCode);
        return await (await answer).Content.ReadAsStringAsync();
    }
}
