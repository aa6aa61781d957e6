using System.Net;

namespace ServerlessTx.Http;

public sealed class StoreAwayTests
{
    private const string Id = "fe6b2a91c3d4-0a-5f0c9d8e7b6a54321f0e";

    [Theory]
    [InlineData("POST", "buy_book")]
    [InlineData("GET", "")]
    [InlineData("GET", Id)]
    [InlineData("GET", Id + "/evidence")]
    [InlineData("GET", Id + "/decision")]
    [InlineData("POST", Id + "/decision")]
    [InlineData("POST", Id + "/cancel")]
    public async Task Storage_that_does_not_answer_is_a_503_that_says_when_to_come_back(string method, string route)
    {
        await using var host = await ShopHost.StartAsync();
        host.Store.IsAway = true;
        var content = route == "buy_book" ? ShopHost.Json(ShopHost.Order()) : null;
        var response = await host.SendAsync(new HttpMethod(method), $"/api/transactions/{route}".TrimEnd('/'), content);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Equal("5", ShopHost.Header(response, "Retry-After"));
        Assert.Equal("store_unavailable", (await ShopHost.ProblemOf(response)).Name);
    }

    [Fact]
    public async Task What_is_begun_is_accepted_although_it_cannot_be_read_back()
    {
        await using var host = await ShopHost.StartAsync();
        await host.BuyAsync();
        host.Store.IsUnreadable = true;
        var response = await host.PostAsync("/api/transactions/buy_book", ShopHost.Order());
        var body = await ShopHost.JsonOf(response);

        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        Assert.Equal("running", body.GetProperty("status").GetString());
        Assert.EndsWith(body.GetProperty("transaction_id").GetString()!, response.Headers.Location!.OriginalString);
    }
}
