using System.Net;

namespace ServerlessTx.Http;

public sealed class ScheduledStartTests
{
    [Fact]
    public async Task A_scheduled_transaction_is_there_and_can_be_cancelled_before_it_starts()
    {
        await using var host = await ShopHost.StartAsync();
        var start = DateTimeOffset.UtcNow.AddDays(3).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);
        var response = await host.PostAsync($"/api/transactions/buy_book?start_at={start}", ShopHost.Order());
        var state = await ShopHost.JsonOf(response);
        Assert.Equal((HttpStatusCode.Accepted, start.Replace("Z", ".000Z", StringComparison.Ordinal)), (response.StatusCode, state.GetProperty("starts_at").GetString()));

        var path = $"/api/transactions/{state.GetProperty("transaction_id").GetString()}";
        Assert.Equal(HttpStatusCode.OK, (await host.PostAsync(path + "/cancel", null)).StatusCode);
        string? status;
        do
        {
            status = (await ShopHost.JsonOf(await host.GetAsync(path))).GetProperty("status").GetString();
        }
        while (status == "running");
        Assert.Equal("compensated", status);
    }

    [Theory]
    [InlineData("start_at=2020-01-01T00:00:00Z", "invalid_input")]
    [InlineData("start_at=2999-01-01T00:00:00Z", "invalid_input")]
    [InlineData("start_at=tomorrow", "invalid_parameter")]
    [InlineData("start=2030-01-01T00:00:00Z", "invalid_parameter")]
    public async Task A_moment_that_is_none_to_come_begins_nothing(string query, string problem)
    {
        await using var host = await ShopHost.StartAsync();
        var response = await host.PostAsync($"/api/transactions/buy_book?{query}", ShopHost.Order());
        Assert.Equal((HttpStatusCode.BadRequest, problem), (response.StatusCode, (await ShopHost.ProblemOf(response)).Name));
        Assert.Equal(0, (await ShopHost.JsonOf(await host.GetAsync("/api/transactions"))).GetProperty("transactions").GetArrayLength());
    }
}
