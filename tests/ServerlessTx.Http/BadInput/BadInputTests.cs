using Microsoft.AspNetCore.Http;

namespace ServerlessTx.Http;

public sealed class BadInputTests
{
    public static TheoryData<string> Names { get; } = [.. BadRequests.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Bad_input_is_answered_with_what_would_be_right_and_begins_nothing(string name)
    {
        var bad = BadRequests.All[name];
        await using var host = await ShopHost.StartAsync();
        var response = await host.SendAsync(
            new HttpMethod(bad.Method), bad.Path, bad.Content(), [.. bad.Headers.Where(header => !header.Name.StartsWith("Content-", StringComparison.Ordinal))]);
        var problem = await ShopHost.ProblemOf(response);

        Assert.InRange(problem.Status, 400, 499);
        Assert.Equal(bad.Expected, problem.Name);
        Assert.Contains(bad.Says ?? "", problem.Detail);
        Assert.Equal(bad.Parameter, problem.Member("parameter"));
        if (bad.Field is not null)
            Assert.Equal(bad.Field, problem.Member("field"));
        Assert.InRange(problem.ToString().Length, 1, 2000);
        await NothingWasBegunAsync(host);
    }

    [Theory]
    [InlineData("")]
    [InlineData("D800")]
    [InlineData("FFFD DC00")]
    [InlineData("61 00 62")]
    [InlineData("61 85")]
    public async Task A_key_that_no_client_would_send_is_refused(string codes)
    {
        await using var host = await ShopHost.StartAsync();
        var key = string.Concat(codes.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(code => (char)Convert.ToInt32(code, 16)));
        var answered = await host.Server.SendAsync(http => ShopHost.Post(http, "/api/transactions/buy_book", ShopHost.Order(), ("Idempotency-Key", key)));

        Assert.Equal(StatusCodes.Status400BadRequest, answered.Response.StatusCode);
        await NothingWasBegunAsync(host);
    }

    [Fact]
    public async Task A_body_that_does_not_say_how_long_it_is_ends_at_the_limit()
    {
        await using var host = await ShopHost.StartAsync();
        using var endless = new EndlessStream();
        var answered = await host.Server.SendAsync(http =>
        {
            ShopHost.Post(http, "/api/transactions/buy_book", "");
            http.Request.Body = endless;
        });

        Assert.Equal(StatusCodes.Status413PayloadTooLarge, answered.Response.StatusCode);
        await NothingWasBegunAsync(host);
    }

    private static async Task NothingWasBegunAsync(ShopHost host)
    {
        Assert.Equal(0, host.Store.Writes);
        Assert.Equal("""{"transactions":[]}""", await (await host.GetAsync("/api/transactions")).Content.ReadAsStringAsync());
        Assert.Empty(host.Log.Failures);
    }
}
