using System.Text.Json;

namespace ServerlessTx.Http;

public sealed class ListTests
{
    [Fact]
    public async Task Transactions_come_newest_first_and_page_by_page()
    {
        await using var host = await ShopHost.StartAsync();
        var bought = new List<string>();
        for (var i = 0; i < 5; i++)
            bought.Insert(0, (await host.BuyAsync()).GetProperty("transaction_id").GetString()!);

        var (found, continuation) = (new List<string>(), "");
        do
        {
            var page = await ListAsync(host, $"?limit=2{continuation}");
            found.AddRange(Ids(page));
            continuation = page.TryGetProperty("continuation", out var next) ? $"&continuation={next.GetString()}" : null;
        }
        while (continuation is not null);

        // Within one millisecond the order is by chance.
        Assert.Equal(bought.Order(StringComparer.Ordinal), found);
    }

    [Fact]
    public async Task The_list_is_filtered_by_status_and_workflow()
    {
        await using var host = await ShopHost.StartAsync();
        var completed = (await host.BuyAsync()).GetProperty("transaction_id").GetString()!;
        var compensated = (await host.BuyAsync(amount: 500)).GetProperty("transaction_id").GetString()!;

        Assert.Equal([completed], Ids(await ListAsync(host, "?status=completed")));
        Assert.Equal([compensated], Ids(await ListAsync(host, "?status=compensated&workflow=buy_book")));
        Assert.Empty(Ids(await ListAsync(host, "?workflow=another")));
        Assert.Empty(Ids(await ListAsync(host, "?status=stuck")));
    }

    [Fact]
    public async Task A_line_says_what_it_is_how_it_stands_and_since_when()
    {
        await using var host = await ShopHost.StartAsync();
        var state = await host.BuyAsync();
        var line = (await ListAsync(host, "")).GetProperty("transactions")[0];

        Assert.Equal(["transaction_id", "workflow", "status", "started_at"], line.EnumerateObject().Select(property => property.Name));
        Assert.All(line.EnumerateObject(), property => Assert.Equal(state.GetProperty(property.Name).GetString(), property.Value.GetString()));
    }

    private static async Task<JsonElement> ListAsync(ShopHost host, string query) => await ShopHost.JsonOf(await host.GetAsync("/api/transactions" + query));

    private static List<string> Ids(JsonElement page) =>
        [.. page.GetProperty("transactions").EnumerateArray().Select(line => line.GetProperty("transaction_id").GetString()!)];
}
