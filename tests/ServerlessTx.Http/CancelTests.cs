using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace ServerlessTx.Http;

public sealed class CancelTests
{
    [Theory]
    [InlineData(null, "cancelled")]
    [InlineData("{}", "cancelled")]
    [InlineData("""{"reason":"the customer left"}""", "the customer left")]
    public async Task An_undecided_transaction_is_turned_back_with_the_reason(string? body, string reason)
    {
        await using var host = await ShopHost.StartAsync();
        var id = await host.HoldAsync("reserve");
        var response = await host.PostAsync($"/api/transactions/{id}/cancel", body);
        var decision = await ShopHost.JsonOf(response);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("compensating", decision.GetProperty("decision").GetString());
        Assert.Equal(reason, decision.GetProperty("reason").GetString());
    }

    [Fact]
    public async Task A_repeated_cancel_is_answered_as_the_first()
    {
        await using var host = await ShopHost.StartAsync();
        var path = $"/api/transactions/{await host.HoldAsync("reserve")}/cancel";
        var first = await host.PostAsync(path, """{"reason":"first"}""");
        var again = await host.PostAsync(path, """{"reason":"second"}""");

        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
        Assert.Equal(await first.Content.ReadAsStringAsync(), await again.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_cancel_behind_the_decision_to_go_forward_changes_nothing()
    {
        await using var host = await ShopHost.StartAsync();
        var response = await host.PostAsync($"/api/transactions/{await host.HoldAsync("ship")}/cancel", null);
        var problem = await ShopHost.ProblemOf(response);

        Assert.Equal(HttpStatusCode.Conflict, response.StatusCode);
        Assert.Equal(("already_decided", "going_forward", "running"), (problem.Name, problem.Member("decision"), problem.Member("transaction_status")));
    }

    [Theory]
    [InlineData(10, "going_forward", "completed")]
    [InlineData(500, "compensating", "compensated")]
    public async Task A_cancel_behind_the_end_says_how_it_ended(int amount, string decision, string status)
    {
        await using var host = await ShopHost.StartAsync();
        var id = (await host.BuyAsync(amount: amount)).GetProperty("transaction_id").GetString();
        var response = await host.PostAsync($"/api/transactions/{id}/cancel", null);
        var problem = await ShopHost.ProblemOf(response);

        Assert.Equal(HttpStatusCode.Conflict, response.StatusCode);
        Assert.Equal((decision, status, id), (problem.Member("decision"), problem.Member("transaction_status"), problem.Member("transaction_id")));
    }

    [Fact]
    public async Task Another_caller_s_cancel_is_not_one_s_own()
    {
        await using var host = await ShopHost.StartAsync(before: app => app.Use((HttpContext http, RequestDelegate next) =>
        {
            http.User = TestUser.Named(http.Request.Headers["X-User"].ToString());
            return next(http);
        }));
        var path = $"/api/transactions/{await host.HoldAsync("reserve")}/cancel";

        Assert.Equal(HttpStatusCode.OK, (await host.PostAsync(path, null, ("X-User", "ann"))).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await host.PostAsync(path, null, ("X-User", "bob"))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await host.PostAsync(path, null, ("X-User", "ann"))).StatusCode);
    }
}
