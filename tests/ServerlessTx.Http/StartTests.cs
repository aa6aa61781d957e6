using System.Net;
using System.Text.Json;

namespace ServerlessTx.Http;

public sealed class StartTests
{
    private const string Buy = "/api/transactions/buy_book";

    [Fact]
    public async Task A_start_is_accepted_and_says_where_to_look()
    {
        await using var host = await ShopHost.StartAsync();
        var response = await host.PostAsync(Buy, ShopHost.Order("reserve"));
        var body = await ShopHost.JsonOf(response);

        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        Assert.Equal($"/api/transactions/{body.GetProperty("transaction_id").GetString()}", response.Headers.Location!.OriginalString);
        Assert.Equal("1", ShopHost.Header(response, "Retry-After"));
        Assert.Equal("running", body.GetProperty("status").GetString());
        Assert.Null(ShopHost.Header(response, "Preference-Applied"));
        Assert.Null(ShopHost.Header(response, "Idempotency-Replayed"));
    }

    [Fact]
    public async Task A_start_that_may_wait_answers_the_end()
    {
        await using var host = await ShopHost.StartAsync();
        var response = await host.PostAsync(Buy, ShopHost.Order(), ("Prefer", "wait=30"));
        var body = await ShopHost.JsonOf(response);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("wait=30", ShopHost.Header(response, "Preference-Applied"));
        Assert.Null(ShopHost.Header(response, "Retry-After"));
        Assert.Equal("completed", body.GetProperty("status").GetString());
        Assert.Equal("ship", body.GetProperty("result").GetProperty("ship").GetProperty("of").GetString());
        Assert.Equal(64, body.GetProperty("head").GetProperty("hash").GetString()!.Length);
    }

    [Fact]
    public async Task A_refused_purchase_ends_compensated_with_the_reason()
    {
        await using var host = await ShopHost.StartAsync();
        var body = await host.BuyAsync(amount: 101);

        Assert.Equal("compensated", body.GetProperty("status").GetString());
        Assert.Equal("insufficient_funds", body.GetProperty("reason").GetString());
    }

    [Fact]
    public async Task A_wait_that_is_over_answers_how_it_stands()
    {
        await using var host = await ShopHost.StartAsync();
        var response = await host.PostAsync(Buy, ShopHost.Order("ship"), ("Prefer", "wait=0"));

        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        Assert.Equal("wait=0", ShopHost.Header(response, "Preference-Applied"));
    }

    [Theory]
    [InlineData("wait=7", "wait=7")]
    [InlineData("WAIT=007", "wait=7")]
    [InlineData("wait=\"7\"", "wait=7")]
    [InlineData("respond-async, wait=7", "wait=7")]
    [InlineData("foo; bar=\"a,wait=1\" , wait = 7 ; x=y", "wait=7")]
    [InlineData("foo=\"a,wait=1\\\"\", wait=7", "wait=7")]
    [InlineData("wait=61", "wait=60")]
    [InlineData("wait=99999999999999999999", "wait=60")]
    [InlineData("wait=7, wait=8", "wait=7")]
    [InlineData("wait", null)]
    [InlineData("wait=", null)]
    [InlineData("wait=-1", null)]
    [InlineData("wait=1.5", null)]
    [InlineData("wait=٧", null)]
    [InlineData("waiting=7", null)]
    [InlineData(",,;=\"", null)]
    [InlineData("", null)]
    public async Task A_preference_that_can_be_read_is_applied_and_any_other_ignored(string prefer, string? applied)
    {
        await using var host = await ShopHost.StartAsync();
        var response = await host.PostAsync(Buy, ShopHost.Order(), ("Prefer", prefer));

        Assert.True(response.IsSuccessStatusCode);
        Assert.Equal(applied, ShopHost.Header(response, "Preference-Applied"));
    }

    [Fact]
    public async Task The_trace_context_of_the_request_reaches_the_participants()
    {
        const string Trace = "0af7651916cd43dd8448eb211c80319c";
        await using var host = await ShopHost.StartAsync();
        await host.PostAsync(Buy, ShopHost.Order(), ("Prefer", "wait=30"), ("traceparent", $"00-{Trace}-b7ad6b7169203331-01"));

        Assert.All(host.Shop.Traceparents, traceparent => Assert.Contains(Trace, traceparent));
        Assert.NotEmpty(host.Shop.Traceparents);
    }

    [Fact]
    public async Task An_input_as_deep_as_is_allowed_is_stored_and_shown()
    {
        await using var host = await ShopHost.StartAsync();
        var deep = new string('[', 31) + new string(']', 31);
        var response = await host.PostAsync(Buy, $$"""{"item":"book","amount":10,"note":{{deep}}}""", ("Prefer", "wait=30"));
        var id = (await ShopHost.JsonOf(response)).GetProperty("transaction_id").GetString();
        var evidence = await host.GetAsync($"/api/transactions/{id}/evidence");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(HttpStatusCode.OK, evidence.StatusCode);
    }

    [Fact]
    public async Task An_input_of_256_KiB_less_a_little_is_stored_and_shown()
    {
        await using var host = await ShopHost.StartAsync();
        var response = await host.PostAsync(Buy, $$"""{"item":"book","amount":10,"note":"{{new string('n', 262_000)}}"}""", ("Prefer", "wait=30"));
        var id = (await ShopHost.JsonOf(response)).GetProperty("transaction_id").GetString();
        var evidence = await host.GetAsync($"/api/transactions/{id}/evidence");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(HttpStatusCode.OK, evidence.StatusCode);
    }

    [Fact]
    public async Task A_body_in_another_JSON_type_is_read()
    {
        await using var host = await ShopHost.StartAsync();
        var content = ShopHost.Json(ShopHost.Order());
        content.Headers.Remove("Content-Type");
        content.Headers.TryAddWithoutValidation("Content-Type", "application/vnd.shop+json; charset=\"UTF-8\"");
        var response = await host.SendAsync(HttpMethod.Post, Buy, content);

        Assert.True(response.IsSuccessStatusCode);
        Assert.Equal(JsonValueKind.Object, (await ShopHost.JsonOf(response)).ValueKind);
    }
}
