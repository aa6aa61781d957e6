using System.Net;
using Microsoft.Extensions.DependencyInjection;

namespace ServerlessTx.Http;

public sealed class AdHocTests
{
    private const string Purchase = """
        {"pattern":"saga","steps":[{"participant":"till","operation":"pay","input":{"amount":5}},{"participant":"till","operation":"thank","input":{"amount":5}}]}
        """;

    [Fact]
    public async Task A_transaction_runs_as_its_request_describes_it()
    {
        await using var host = await ShopHost.StartAsync(WithTill);
        var response = await host.PostAsync("/api/transactions", Purchase, ("Prefer", "wait=30"), ("Idempotency-Key", "k"));
        var state = await ShopHost.JsonOf(response);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(("ad_hoc", "completed"), (state.GetProperty("workflow").GetString(), state.GetProperty("status").GetString()));
        Assert.Equal($"/api/transactions/{state.GetProperty("transaction_id").GetString()}", response.Headers.Location!.ToString());

        var again = await host.PostAsync("/api/transactions", Purchase, ("Prefer", "wait=30"), ("Idempotency-Key", "k"));
        Assert.Equal("true", ShopHost.Header(again, "Idempotency-Replayed"));
        Assert.Equal(state.GetRawText(), (await ShopHost.JsonOf(again)).GetRawText());
    }

    [Theory]
    [InlineData("""{"pattern":"saga","steps":[]}""", "$.steps")]
    [InlineData("""{"pattern":"saga","steps":[{"participant":"till","operation":"fly","input":{}}]}""", "$.steps[0].operation")]
    [InlineData("""{"pattern":"saga","steps":[{"participant":"till","operation":"pay","child":{"workflow":"buy_book"}}]}""", "$.steps[0].child")]
    [InlineData("""{"pattern":"saga","steps":[{"participant":"till","operation":"pay","input":{"amount":"much"}}]}""", "$.steps[0].input.amount")]
    [InlineData("""{"pattern":"tcc","participants":[{"participant":"till","input":{}}]}""", "$.participants[0].participant")]
    [InlineData("""{"pattern":"saga","deadline":"2001-01-01T00:00:00Z","steps":[{"participant":"till","operation":"pay","input":{"amount":1}}]}""", "$.deadline")]
    public async Task A_wrong_shape_is_a_422_with_its_place_and_begins_nothing(string body, string place)
    {
        await using var host = await ShopHost.StartAsync(WithTill);
        var response = await host.PostAsync("/api/transactions", body);
        var problem = await ShopHost.ProblemOf(response);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, response.StatusCode);
        Assert.Equal(("invalid_definition", place), (problem.Name, problem.Member("place")));
        Assert.Empty((await ShopHost.JsonOf(await host.GetAsync("/api/transactions"))).GetProperty("transactions").EnumerateArray());
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"pattern":"magic"}""")]
    [InlineData("""{"pattern":"saga","stps":[]}""")]
    [InlineData("[]")]
    public async Task What_is_no_definition_at_all_is_a_400(string body)
    {
        await using var host = await ShopHost.StartAsync(WithTill);
        Assert.Equal(HttpStatusCode.BadRequest, (await host.PostAsync("/api/transactions", body)).StatusCode);
    }

    private sealed record Sum(decimal Amount);

    private static void WithTill(IServiceCollection services) => services.AddSingleton(Participant.Named("till")
        .Step<Sum, Sum>("pay", call => Task.FromResult<StepAnswer<Sum>>(call.Input), undo: "repay", (_, _) => Task.FromResult(Conclusion.Done()))
        .Retriable<Sum>("thank", _ => Task.FromResult(Conclusion.Done())));
}
