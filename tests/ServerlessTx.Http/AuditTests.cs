using System.Net;
using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;

namespace ServerlessTx.Http;

public sealed class AuditTests
{
    [Fact]
    public async Task The_list_is_filtered_by_participant()
    {
        await using var host = await ShopHost.StartAsync();
        var id = (await host.BuyAsync()).GetProperty("transaction_id").GetString();

        Assert.Equal([id], await IdsAsync(host, "?participant=payments"));
        Assert.Empty(await IdsAsync(host, "?participant=payment"));
        Assert.Empty(await IdsAsync(host, "?participant=ledger_db"));
    }

    [Fact]
    public async Task The_list_is_filtered_by_the_moment_of_the_begin()
    {
        await using var host = await ShopHost.StartAsync();
        var state = await host.BuyAsync();
        var (id, begun) = (state.GetProperty("transaction_id").GetString(), state.GetProperty("started_at").GetDateTimeOffset());

        Assert.Equal([id], await IdsAsync(host, $"?from={Text(begun)}"));
        Assert.Empty(await IdsAsync(host, $"?to={Text(begun)}"));
        Assert.Equal([id], await IdsAsync(host, $"?from={Text(begun)}&to={Text(begun.AddMilliseconds(1))}"));
        Assert.Equal([id], await IdsAsync(host, $"?from={Uri.EscapeDataString(begun.ToOffset(TimeSpan.FromHours(2)).ToString("yyyy-MM-dd'T'HH:mm:ss.fffzzz"))}"));
        Assert.Empty(await IdsAsync(host, "?to=1970-01-01T00:00:00Z"));
        Assert.Equal([id], await IdsAsync(host, "?from=0001-01-01T00:00:00Z&to=9999-12-31T23:59:59.9999999Z"));
    }

    [Theory]
    [InlineData("from", "?from=yesterday")]
    [InlineData("from", "?from=2026-01-15")]
    [InlineData("from", "?from=2026-01-15T10:00:00")]
    [InlineData("from", "?from=2026-13-15T10:00:00Z")]
    [InlineData("from", "?from=2026-01-15T10:00:00+01:00")]
    [InlineData("to", "?to=1768471200")]
    [InlineData("to", "?to=2026-01-15T10:00:60Z")]
    [InlineData("to", "?from=2026-01-15T10:00:00Z&to=2026-01-15T10:00:00Z")]
    [InlineData("participant", "?participant=a%20b")]
    [InlineData("participant", "?participant=")]
    public async Task A_wrong_parameter_is_named(string parameter, string query)
    {
        await using var host = await ShopHost.StartAsync();
        var response = await host.GetAsync("/api/transactions" + query);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(parameter, (await ShopHost.JsonOf(response)).GetProperty("parameter").GetString());
    }

    [Theory]
    [InlineData("GET", "")]
    [InlineData("GET", "/evidence")]
    [InlineData("GET", "/decision")]
    [InlineData("POST", "/decision")]
    [InlineData("POST", "/cancel")]
    public async Task What_is_forgotten_is_gone_and_nothing_may_be_presumed_of_it(string method, string route)
    {
        await using var host = await ShopHost.StartAsync();
        var mark = host.Services.GetRequiredService<TransactionStore>().Mark;
        await mark.RaiseAsync(TimeProvider.System.GetUtcNow().AddHours(-1), default);
        var (old, young) = (NewId(TimeProvider.System.GetUtcNow().AddHours(-2)), NewId(TimeProvider.System.GetUtcNow()));

        var gone = await host.SendAsync(new HttpMethod(method), $"/api/transactions/{old}{route}", null);
        Assert.Equal(HttpStatusCode.Gone, gone.StatusCode);
        Assert.Equal("urn:serverlesstx:problem:transaction_forgotten", (await ShopHost.JsonOf(gone)).GetProperty("type").GetString());
        Assert.Equal(HttpStatusCode.NotFound, (await host.SendAsync(new HttpMethod(method), $"/api/transactions/{young}{route}", null)).StatusCode);
    }

    private static TransactionId NewId(DateTimeOffset at) => TransactionId.New(at, 0, RandomNumberGenerator.Create());

    private static string Text(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'");

    private static async Task<IEnumerable<string?>> IdsAsync(ShopHost host, string query)
    {
        var response = await host.GetAsync("/api/transactions" + query);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return (await ShopHost.JsonOf(response)).GetProperty("transactions").EnumerateArray().Select(line => line.GetProperty("transaction_id").GetString());
    }
}
