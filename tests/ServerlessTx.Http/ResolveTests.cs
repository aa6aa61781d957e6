using System.Net;
using ServerlessTx.AspNetCore;

namespace ServerlessTx.Http;

public sealed class ResolveTests
{
    private const string Operator = "operator-0123456789abcdef";
    private const string Starter = "starter-0123456789abcdef0";

    [Fact]
    public async Task An_abort_turns_back_what_is_undecided_with_who_and_why()
    {
        await using var host = await ShopHost.StartAsync();
        var id = await host.HoldAsync("reserve");
        var response = await host.PostAsync($"/api/transactions/{id}/resolve", """{"act":"abort","reason":"wrong customer"}""");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var decision = await ShopHost.JsonOf(await host.GetAsync($"/api/transactions/{id}/decision"));
        Assert.Equal(("compensating", "wrong customer"), (decision.GetProperty("decision").GetString(), decision.GetProperty("reason").GetString()));
    }

    [Fact]
    public async Task An_act_that_does_not_fit_is_a_409_that_says_how_it_stands()
    {
        await using var host = await ShopHost.StartAsync();
        var id = (await host.BuyAsync()).GetProperty("transaction_id").GetString();
        var response = await host.PostAsync($"/api/transactions/{id}/resolve", """{"act":"abort","reason":"late"}""");
        var problem = await ShopHost.ProblemOf(response);

        Assert.Equal(HttpStatusCode.Conflict, response.StatusCode);
        Assert.Equal(("does_not_fit", "going_forward", "completed"), (problem.Name, problem.Member("decision"), problem.Member("transaction_status")));
    }

    [Theory]
    [InlineData("""{"act":"retry"}""", "$")]
    [InlineData("""{"act":"retry","reason":""}""", "$.reason")]
    [InlineData("""{"act":"commit","reason":"x"}""", "$.act")]
    [InlineData("""{"act":"conclude","reason":"x"}""", "$.branch")]
    [InlineData("""{"act":"conclude","reason":"x","branch":"ship"}""", "$.outcome")]
    [InlineData("""{"act":"retry","reason":"x","branch":"ship"}""", "$.act")]
    public async Task A_wrong_act_is_a_400_that_names_the_field(string body, string field)
    {
        await using var host = await ShopHost.StartAsync();
        var id = await host.HoldAsync("reserve");
        var response = await host.PostAsync($"/api/transactions/{id}/resolve", body);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.StartsWith(field, (await ShopHost.ProblemOf(response)).Member("field"), StringComparison.Ordinal);
        Assert.Equal("undecided", (await ShopHost.JsonOf(await host.GetAsync($"/api/transactions/{id}/decision"))).GetProperty("decision").GetString());
    }

    [Fact]
    public async Task It_takes_a_role_of_its_own()
    {
        await using var host = await ShopHost.StartAsync(
            services => services.AddServerlessTxApiKeys(keys => keys.Keys =
            [
                new ApiKey { Name = "shop", Key = Starter },
                new ApiKey { Name = "ann", Key = Operator, Roles = [ApiRole.Operator] },
            ]),
            group => group.RequireApiKeys());
        const string Path = "/api/transactions/" + TransactionId.Example + "/resolve";
        const string Body = """{"act":"retry","reason":"x"}""";

        Assert.Equal(HttpStatusCode.Forbidden, (await host.PostAsync(Path, Body, ("X-Api-Key", Starter))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await host.PostAsync(Path, Body, ("X-Api-Key", Operator))).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await host.PostAsync("/api/transactions/buy_book", ShopHost.Order(), ("X-Api-Key", Operator))).StatusCode);
    }
}
