using System.Net;

namespace ServerlessTx.Http;

public sealed class IdempotencyTests
{
    private const string Buy = "/api/transactions/buy_book";

    [Fact]
    public async Task A_repeated_request_gets_the_same_transaction_and_says_so()
    {
        await using var host = await ShopHost.StartAsync();
        var first = await host.PostAsync(Buy, ShopHost.Order(), ("Prefer", "wait=30"), ("Idempotency-Key", "k1"));
        var again = await host.PostAsync(Buy, ShopHost.Order(), ("Prefer", "wait=30"), ("Idempotency-Key", "k1"));

        Assert.Null(ShopHost.Header(first, "Idempotency-Replayed"));
        Assert.Equal("true", ShopHost.Header(again, "Idempotency-Replayed"));
        Assert.Equal(first.Headers.Location, again.Headers.Location);
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
        Assert.Equal(await first.Content.ReadAsStringAsync(), await again.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("\"k1\"")]
    [InlineData("  \"k1\"  ")]
    [InlineData("\"k1\";v=1")]
    public async Task A_key_in_quotes_is_the_key_without_them(string quoted)
    {
        await using var host = await ShopHost.StartAsync();
        var bare = await host.PostAsync(Buy, ShopHost.Order(), ("Idempotency-Key", "k1"));
        var again = await host.PostAsync(Buy, ShopHost.Order(), ("Idempotency-Key", quoted));

        Assert.Equal(bare.Headers.Location, again.Headers.Location);
    }

    [Fact]
    public async Task Escapes_in_a_quoted_key_stand_for_what_they_escape()
    {
        await using var host = await ShopHost.StartAsync();
        var quoted = await host.PostAsync(Buy, ShopHost.Order(), ("Idempotency-Key", """
            "a\"b\\c"
            """));
        var bare = await host.PostAsync(Buy, ShopHost.Order(), ("Idempotency-Key", """a"b\c"""));

        Assert.Equal(bare.Headers.Location, quoted.Headers.Location);
    }

    [Fact]
    public async Task The_order_of_fields_is_no_other_request()
    {
        await using var host = await ShopHost.StartAsync();
        var first = await host.PostAsync(Buy, """{"item":"book","amount":10}""", ("Idempotency-Key", "k1"));
        var again = await host.PostAsync(Buy, """{ "amount": 10.0, "item": "book" }""", ("Idempotency-Key", "k1"));

        Assert.Equal(first.Headers.Location, again.Headers.Location);
    }

    [Fact]
    public async Task A_key_with_another_body_is_refused_and_names_what_it_began()
    {
        await using var host = await ShopHost.StartAsync();
        var first = await host.PostAsync(Buy, ShopHost.Order(), ("Idempotency-Key", "k1"));
        var other = await host.PostAsync(Buy, ShopHost.Order(amount: 11), ("Idempotency-Key", "k1"));
        var problem = await ShopHost.ProblemOf(other);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, other.StatusCode);
        Assert.Equal("idempotency_key_reused", problem.Name);
        Assert.EndsWith(problem.Member("transaction_id")!, first.Headers.Location!.OriginalString);
    }

    [Fact]
    public async Task A_refused_request_does_not_use_its_key_up()
    {
        await using var host = await ShopHost.StartAsync();
        var wrong = await host.PostAsync(Buy, ShopHost.Order(amount: -1), ("Idempotency-Key", "k1"));
        var right = await host.PostAsync(Buy, ShopHost.Order(), ("Idempotency-Key", "k1"));

        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
        Assert.True(right.IsSuccessStatusCode);
    }

    [Fact]
    public async Task A_key_of_255_characters_of_any_script_is_a_key()
    {
        await using var host = await ShopHost.StartAsync();
        var response = await host.Server.SendAsync(http => ShopHost.Post(http, Buy, ShopHost.Order(), ("Idempotency-Key", new string('ж', 255))));

        Assert.InRange(response.Response.StatusCode, 200, 202);
    }

    [Fact]
    public async Task Fifty_callers_with_one_key_at_one_moment_get_one_transaction_and_equal_answers()
    {
        await using var host = await ShopHost.StartAsync();
        var responses = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ =>
            Task.Run(() => host.PostAsync(Buy, ShopHost.Order(), ("Prefer", "wait=60"), ("Idempotency-Key", "one")))));
        var bodies = await Task.WhenAll(responses.Select(response => response.Content.ReadAsStringAsync()));
        var list = await ShopHost.JsonOf(await host.GetAsync("/api/transactions"));

        Assert.All(responses, response => Assert.Equal(HttpStatusCode.OK, response.StatusCode));
        Assert.Single(bodies.Distinct());
        Assert.Single(responses, response => ShopHost.Header(response, "Idempotency-Replayed") is null);
        Assert.Equal(1, list.GetProperty("transactions").GetArrayLength());
        Assert.Equal(3, host.Shop.Traceparents.Count);
    }
}
