using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using ServerlessTx.AspNetCore;

namespace ServerlessTx.Http;

public sealed class ApiKeyTests
{
    private const string Buy = "/api/transactions/buy_book";
    private const string Starter = "starter-0123456789";
    private const string Reader = "reader-0123456789";
    private const string Operator = "operator-0123456789";

    [Theory]
    [InlineData("X-Api-Key", Starter)]
    [InlineData("Authorization", "Bearer " + Starter)]
    [InlineData("Authorization", "bearer  " + Starter)]
    public async Task A_known_key_is_let_in(string header, string value)
    {
        await using var host = await WithKeysAsync();

        Assert.True((await host.PostAsync(Buy, ShopHost.Order(), (header, value))).IsSuccessStatusCode);
    }

    [Theory]
    [InlineData(null, null, "missing_key")]
    [InlineData("Authorization", "Basic " + Starter, "missing_key")]
    [InlineData("X-Api-Key", "", "missing_key")]
    [InlineData("X-Api-Key", "starter-012345678", "wrong_key")]
    [InlineData("X-Api-Key", Starter + "0", "wrong_key")]
    [InlineData("X-Api-Key", "STARTER-0123456789", "wrong_key")]
    [InlineData("Authorization", "Bearer ", "missing_key")]
    [InlineData("Authorization", "Bearer another", "wrong_key")]
    public async Task Without_a_known_key_nobody_is_let_in(string? header, string? value, string problem)
    {
        await using var host = await WithKeysAsync();
        var sent = header is null ? Array.Empty<(string, string)>() : [(header, value!)];
        foreach (var response in new[] { await host.PostAsync(Buy, ShopHost.Order(), sent), await host.GetAsync("/api/transactions", sent), await host.GetAsync("/api/no", sent) })
        {
            Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
            Assert.StartsWith("Bearer", ShopHost.Header(response, "WWW-Authenticate"));
            Assert.Equal(problem, (await ShopHost.ProblemOf(response)).Name);
        }

        Assert.Equal(0, host.Store.Writes);
    }

    [Fact]
    public async Task Two_keys_in_one_request_are_none()
    {
        await using var host = await WithKeysAsync();
        var response = await host.GetAsync("/api/transactions", ("X-Api-Key", Starter), ("X-Api-Key", Reader));

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [Theory]
    [InlineData(Starter, 200, 202)]
    [InlineData(Reader, 200, 403)]
    [InlineData(Operator, 403, 403)]
    public async Task A_key_may_do_what_its_roles_say(string key, int list, int start)
    {
        await using var host = await WithKeysAsync();
        var listed = await host.GetAsync("/api/transactions", ("X-Api-Key", key));
        var started = await host.PostAsync(Buy, ShopHost.Order("reserve"), ("X-Api-Key", key));

        Assert.Equal((list, start), ((int)listed.StatusCode, (int)started.StatusCode));
        if (start == 403)
            Assert.Equal(("role_missing", "start"), ((await ShopHost.ProblemOf(started)).Name, (await ShopHost.ProblemOf(started)).Member("role")));
    }

    [Fact]
    public async Task A_reader_may_ask_for_a_decision_and_not_cancel()
    {
        await using var host = await WithKeysAsync();
        var started = await ShopHost.JsonOf(await host.PostAsync(Buy, ShopHost.Order("reserve"), ("X-Api-Key", Starter)));
        var path = $"/api/transactions/{started.GetProperty("transaction_id").GetString()}";

        Assert.Equal(HttpStatusCode.OK, (await host.PostAsync(path + "/decision", null, ("X-Api-Key", Reader))).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await host.PostAsync(path + "/cancel", null, ("X-Api-Key", Reader))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await host.PostAsync(path + "/cancel", null, ("X-Api-Key", Starter))).StatusCode);
    }

    [Fact]
    public async Task The_key_s_name_is_the_caller_and_the_scope_of_idempotency_keys()
    {
        await using var host = await WithKeysAsync(new ApiKey { Name = "second", Key = "second-0123456789" });
        var first = await host.PostAsync(Buy, ShopHost.Order(), ("X-Api-Key", Starter), ("Idempotency-Key", "k1"));
        var again = await host.PostAsync(Buy, ShopHost.Order(), ("X-Api-Key", Starter), ("Idempotency-Key", "k1"));
        var other = await host.PostAsync(Buy, ShopHost.Order(), ("X-Api-Key", "second-0123456789"), ("Idempotency-Key", "k1"));

        Assert.Equal(first.Headers.Location, again.Headers.Location);
        Assert.NotEqual(first.Headers.Location, other.Headers.Location);
    }

    [Theory]
    [InlineData("127.0.0.1", null, true)]
    [InlineData("::1", null, true)]
    [InlineData("::ffff:127.0.0.1", null, true)]
    [InlineData(null, null, true)]
    [InlineData("192.0.2.7", null, false)]
    [InlineData("::ffff:192.0.2.7", null, false)]
    [InlineData("2001:db8::7", null, false)]
    [InlineData("127.0.0.1", "X-Forwarded-For", false)]
    [InlineData("127.0.0.1", "X-Forwarded-Host", false)]
    [InlineData("127.0.0.1", "X-Forwarded-Proto", false)]
    [InlineData("127.0.0.1", "X-Real-IP", false)]
    [InlineData("127.0.0.1", "Via", false)]
    [InlineData("127.0.0.1", "Forwarded", false)]
    [InlineData("127.0.0.1", "Host", false)]
    public async Task Without_keys_only_this_machine_is_served(string? address, string? proxied, bool isServed)
    {
        await using var host = await ShopHost.StartAsync(group: group => group.RequireApiKeys(), before: From(address));
        var response = await host.PostAsync(Buy, ShopHost.Order(), proxied is null ? [] : [(proxied, "for=192.0.2.7")]);

        Assert.Equal(isServed, response.IsSuccessStatusCode);
        if (isServed)
            return;
        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Equal("keys_not_configured", (await ShopHost.ProblemOf(response)).Name);
        Assert.Equal(0, host.Store.Writes);
    }

    [Fact]
    public async Task With_keys_a_remote_caller_is_served()
    {
        await using var host = await ShopHost.StartAsync(Keys(), group => group.RequireApiKeys(), From("192.0.2.7"));

        Assert.True((await host.PostAsync(Buy, ShopHost.Order(), ("X-Api-Key", Starter))).IsSuccessStatusCode);
    }

    [Theory]
    [InlineData("", "0123456789abcdef", "Keys[0].Name")]
    [InlineData("a b", "0123456789abcdef", "Keys[0].Name")]
    [InlineData("local", "0123456789abcdef", "Keys[0].Name")]
    [InlineData("ann", "0123456789abcde", "Keys[0].Key")]
    [InlineData("ann", "0123456789 abcdef", "Keys[0].Key")]
    [InlineData("starter", "0123456789abcdef", "same Name")]
    [InlineData("ann", Starter, "same Key")]
    public async Task A_key_that_cannot_be_used_stops_the_start_and_is_not_shown(string name, string key, string named)
    {
        var wrong = await Assert.ThrowsAsync<OptionsValidationException>(() => ShopHost.StartAsync(
            all => all.AddServerlessTxApiKeys(options => options.Keys = [new ApiKey { Name = name, Key = key }, new ApiKey { Name = "starter", Key = Starter }]),
            group => group.RequireApiKeys()));

        Assert.Contains(named, wrong.Message);
        Assert.DoesNotContain("0123456789", wrong.Message);
    }

    private static Task<ShopHost> WithKeysAsync(params ApiKey[] more) => ShopHost.StartAsync(Keys(more), group => group.RequireApiKeys());

    private static Action<IServiceCollection> Keys(params ApiKey[] more) =>
        services => services.AddServerlessTxApiKeys(options => options.Keys =
        [
            new ApiKey { Name = "starter", Key = Starter },
            new ApiKey { Name = "reader", Key = Reader, Roles = [ApiRole.Read] },
            new ApiKey { Name = "operator", Key = Operator, Roles = [ApiRole.Operator] },
            .. more,
        ]);

    private static Action<WebApplication> From(string? address) => app => app.Use((HttpContext http, RequestDelegate next) =>
    {
        http.Connection.RemoteIpAddress = address is null ? null : IPAddress.Parse(address);
        return next(http);
    });
}
