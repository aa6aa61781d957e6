using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;
using ServerlessTx.Samples;

namespace ServerlessTx.Http;

/// <summary>Read models over HTTP: the balances of customers and the ledger.</summary>
public sealed class ProjectionTests
{
    private const string Customers = "/api/projections/BankAccount/balances_by_customer";

    [Fact]
    public async Task Rows_are_read_in_pages_or_one_by_one_with_what_waits()
    {
        await using var host = await BankAsync();
        Assert.Equal(
            """{"rows":[{"name":"ann","row":{"accounts":2,"balances":{"EUR":15}}},{"name":"bob","row":{"accounts":1,"balances":{"EUR":1}}}],"lag":{"waiting":0}}""",
            await TextAsync(host, Customers));
        Assert.Equal("""{"name":"bob","row":{"accounts":1,"balances":{"EUR":1}}}""", await TextAsync(host, Customers + "/bob"));
        Assert.Equal("ann", (await ShopHost.JsonOf(await host.GetAsync(Customers + "?limit=1"))).GetProperty("continuation").GetString());
        Assert.StartsWith("""{"rows":[{"name":"bob",""", await TextAsync(host, Customers + "?limit=1&after=ann"), StringComparison.Ordinal);
        Assert.Equal("""{"name":"EUR","row":{"accounts":3,"total":16}}""", await TextAsync(host, "/api/projections/BankAccount/ledger/EUR"));

        await OpenAsync(host, "d", "bob", 4);
        Assert.Equal(1, (await ShopHost.JsonOf(await host.GetAsync(Customers))).GetProperty("lag").GetProperty("waiting").GetInt32());
    }

    [Fact]
    public async Task What_is_wrong_is_said_as_everywhere()
    {
        await using var host = await BankAsync(isBuilt: false);
        Assert.Equal("unknown_projection", (await ShopHost.ProblemOf(await host.GetAsync("/api/projections/BankAccount/nothing"))).Name);
        Assert.Equal("unknown_projection", (await ShopHost.ProblemOf(await host.GetAsync("/api/projections/Nothing/ledger"))).Name);
        Assert.Equal("invalid_parameter", (await ShopHost.ProblemOf(await host.GetAsync(Customers + "?limit=0"))).Name);
        var building = await host.GetAsync(Customers);
        Assert.Equal(("projection_not_built", "1"), ((await ShopHost.ProblemOf(building)).Name, ShopHost.Header(building, "Retry-After")));
        await host.Services.GetRequiredService<Projector<Account>>().EnsureAsync();
        Assert.Equal("unknown_row", (await ShopHost.ProblemOf(await host.GetAsync(Customers + "/cid"))).Name);
    }

    private static async Task<ShopHost> BankAsync(bool isBuilt = true)
    {
        var host = await ShopHost.StartAsync(services => services
            .AddSingleton(provider => new Projector<Account>(
                provider.GetRequiredService<Aggregates<Account, AccountCommand, AccountEvent>>().Projected,
                [AccountProjections.ByCustomer, AccountProjections.Ledger], TimeProvider.System, RandomNumberGenerator.Create(), Microsoft.Extensions.Logging.Abstractions.NullLogger<Projector<Account>>.Instance))
            .AddSingleton<IProjector>(provider => provider.GetRequiredService<Projector<Account>>()));
        await OpenAsync(host, "a", "ann", 10);
        await OpenAsync(host, "b", "ann", 5);
        await OpenAsync(host, "c", "bob", 1);
        var projector = host.Services.GetRequiredService<Projector<Account>>();
        if (isBuilt)
            await projector.EnsureAsync();
        await projector.RunAsync();
        return host;
    }

    private static async Task OpenAsync(ShopHost host, string account, string customer, decimal balance)
    {
        var opened = await host.PostAsync(
            $"/api/aggregates/BankAccount/{account}/open", $$"""{"customer_id":"{{customer}}","currency":"EUR","initial_balance":{{balance}}}""");
        Assert.True(opened.IsSuccessStatusCode, await opened.Content.ReadAsStringAsync());
    }

    private static async Task<string> TextAsync(ShopHost host, string path) => await (await host.GetAsync(path)).Content.ReadAsStringAsync();
}
