using System.Net;

namespace ServerlessTx.Http;

public sealed class StateTests
{
    private const string Absent = "fe6b2a91c3d4-0a-5f0c9d8e7b6a54321f0e";

    [Fact]
    public async Task The_state_is_what_the_start_answered()
    {
        await using var host = await ShopHost.StartAsync();
        var bought = await host.BuyAsync();
        var response = await host.GetAsync($"/api/transactions/{bought.GetProperty("transaction_id").GetString()}");

        Assert.Equal(bought.GetRawText(), await response.Content.ReadAsStringAsync());
        Assert.Equal($"W/\"{bought.GetProperty("head").GetProperty("hash").GetString()}\"", ShopHost.Header(response, "ETag"));
    }

    [Fact]
    public async Task What_has_not_changed_is_not_sent_again()
    {
        await using var host = await ShopHost.StartAsync();
        var path = $"/api/transactions/{(await host.BuyAsync()).GetProperty("transaction_id").GetString()}";
        var tag = ShopHost.Header(await host.GetAsync(path), "ETag")!;

        Assert.Equal(HttpStatusCode.NotModified, (await host.GetAsync(path, ("If-None-Match", tag))).StatusCode);
        Assert.Equal(HttpStatusCode.NotModified, (await host.GetAsync(path, ("If-None-Match", $"\"x\", {tag[2..]}"))).StatusCode);
        Assert.Equal(HttpStatusCode.NotModified, (await host.GetAsync(path, ("If-None-Match", "*"))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await host.GetAsync(path, ("If-None-Match", "\"x\""))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await host.GetAsync(path, ("If-None-Match", "nonsense"))).StatusCode);
    }

    [Fact]
    public async Task Evidence_comes_in_the_form_of_the_pattern_or_as_events()
    {
        await using var host = await ShopHost.StartAsync();
        var state = await host.BuyAsync(amount: 500);
        var path = $"/api/transactions/{state.GetProperty("transaction_id").GetString()}/evidence";
        var pattern = await ShopHost.JsonOf(await host.GetAsync(path));
        var events = await ShopHost.JsonOf(await host.GetAsync(path + "?view=events"));
        Assert.Empty(host.Log.Failures);

        Assert.Equal(pattern.GetRawText(), (await ShopHost.JsonOf(await host.GetAsync(path + "?view=pattern"))).GetRawText());
        Assert.NotEqual(pattern.GetRawText(), events.GetRawText());
        Assert.Equal(state.GetProperty("head").GetRawText(), pattern.GetProperty("head").GetRawText());
        Assert.Equal(pattern.GetProperty("chain").GetRawText(), events.GetProperty("chain").GetRawText());
    }

    [Theory]
    [InlineData("GET", "")]
    [InlineData("GET", "/evidence")]
    [InlineData("GET", "/decision")]
    [InlineData("POST", "/decision")]
    [InlineData("POST", "/cancel")]
    public async Task What_was_never_begun_is_not_found(string method, string route)
    {
        await using var host = await ShopHost.StartAsync();
        var response = await host.SendAsync(new HttpMethod(method), $"/api/transactions/{Absent}{route}", null);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal("unknown_transaction", (await ShopHost.ProblemOf(response)).Name);
        Assert.Equal(0, host.Store.Writes);
    }

    [Fact]
    public async Task The_head_of_an_answer_may_be_asked_for_alone()
    {
        await using var host = await ShopHost.StartAsync();
        var path = $"/api/transactions/{(await host.BuyAsync()).GetProperty("transaction_id").GetString()}";
        var response = await host.SendAsync(HttpMethod.Head, path, null);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.NotNull(ShopHost.Header(response, "ETag"));
    }
}
