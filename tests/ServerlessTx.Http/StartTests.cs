using System.Net;

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
        Assert.Equal("1", response.Headers.GetValues("Retry-After").Single());
        Assert.Equal("running", body.GetProperty("status").GetString());
        Assert.False(response.Headers.Contains("Preference-Applied"));
        Assert.False(response.Headers.Contains("Idempotency-Replayed"));
    }

    [Fact]
    public async Task A_start_that_may_wait_answers_the_end()
    {
        await using var host = await ShopHost.StartAsync();
        var response = await host.PostAsync(Buy, ShopHost.Order(), ("Prefer", "wait=30"));
        var body = await ShopHost.JsonOf(response);

        Assert.Empty(host.Log.Failures);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("wait=30", response.Headers.GetValues("Preference-Applied").Single());
        Assert.Equal("completed", body.GetProperty("status").GetString());
    }
}
