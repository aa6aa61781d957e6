namespace ServerlessTx.Http;

/// <summary>What is under way and what waits, as people and dashboards see it.</summary>
public sealed class LimitTests
{
    [Fact]
    public async Task What_is_under_way_and_what_waits_for_a_turn_can_be_seen()
    {
        await using var host = await ShopHost.StartAsync(services => new ServerlessTxBuilder(services).LimitWorkflow("buy_book", 1));
        var first = await host.HoldAsync("reserve");
        var second = (await ShopHost.JsonOf(await host.PostAsync("/api/transactions/buy_book", ShopHost.Order()))).GetProperty("transaction_id").GetString();
        var limit = await LimitAsync(host);
        while (limit.GetProperty("waiting").GetArrayLength() == 0)
            limit = await LimitAsync(host);

        Assert.Equal(("workflow", "buy_book", 1), (limit.GetProperty("of").GetString(), limit.GetProperty("name").GetString(), limit.GetProperty("at_once").GetInt32()));
        Assert.StartsWith(first, limit.GetProperty("under_way")[0].GetProperty("call").GetString(), StringComparison.Ordinal);
        Assert.StartsWith(second!, limit.GetProperty("waiting")[0].GetProperty("call").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_host_without_limits_has_none()
    {
        await using var host = await ShopHost.StartAsync();
        Assert.Equal("""{"limits":[]}""", await host.Http.GetStringAsync("/api/limits"));
    }

    private static async Task<System.Text.Json.JsonElement> LimitAsync(ShopHost host) =>
        (await ShopHost.JsonOf(await host.GetAsync("/api/limits"))).GetProperty("limits")[0];
}
