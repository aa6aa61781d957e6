using System.Net;
using Microsoft.Extensions.DependencyInjection;

namespace ServerlessTx.Http;

public sealed class SignalTests
{
    private sealed record Loan(int Amount);

    private static readonly Workflow Approval = Saga.For<Loan>("loan", 1, deadline: TimeSpan.FromDays(7))
        .Wait("desk", "await_approval", signal: "approved", within: TimeSpan.FromDays(2))
        .Step<object>("bank", "pay_out", call => Task.FromResult<StepAnswer<object>>(new { limit = call.ResultOf<Limit>("await_approval")!.Most }));

    private sealed record Limit(int Most);

    [Fact]
    public async Task A_transaction_waits_visibly_until_it_is_told()
    {
        await using var host = await StartAsync();
        var id = await BeginAsync(host);
        var waiting = (await ShopHost.JsonOf(await host.GetAsync($"/api/transactions/{id}"))).GetProperty("waiting")[0];
        Assert.Equal(("await_approval", "approved", 1), (waiting.GetProperty("step").GetString(), waiting.GetProperty("signal").GetString(), waiting.GetProperty("round").GetInt32()));

        var response = await host.PostAsync($"/api/transactions/{id}/signals/approved", """{"result":{"most":500}}""", ("Idempotency-Key", "letter-1"));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.False(response.Headers.Contains("Idempotency-Replayed"));

        await host.Services.GetRequiredService<TransactionClient>().WaitAsync(TransactionId.Parse(id), TimeSpan.FromSeconds(30));
        var again = await host.PostAsync($"/api/transactions/{id}/signals/approved", """{"result":{"most":500}}""", ("Idempotency-Key", "letter-1"));
        var state = await ShopHost.JsonOf(again);
        Assert.True(again.Headers.Contains("Idempotency-Replayed"));
        Assert.Equal(("completed", 500), (state.GetProperty("status").GetString(), state.GetProperty("result").GetProperty("pay_out").GetProperty("limit").GetInt32()));
    }

    [Theory]
    [InlineData("approved", """{"result":1}""", "letter-1", "idempotency_key_reused", HttpStatusCode.UnprocessableEntity)]
    [InlineData("approved", """{"result":1}""", "letter-2", "already_answered", HttpStatusCode.Conflict)]
    [InlineData("approved", """{"rejected":"too_risky"}""", null, "already_answered", HttpStatusCode.Conflict)]
    [InlineData("refused", null, null, "unknown_signal", HttpStatusCode.NotFound)]
    [InlineData("approved", """{"result":1,"rejected":"no"}""", null, "invalid_input", HttpStatusCode.BadRequest)]
    [InlineData("approved", """{"answer":1}""", null, "invalid_input", HttpStatusCode.BadRequest)]
    [InlineData("approved", "null", null, "invalid_input", HttpStatusCode.BadRequest)]
    [InlineData("approved", """{"rejected":""}""", null, "invalid_input", HttpStatusCode.BadRequest)]
    public async Task What_does_not_fit_changes_nothing(string name, string? body, string? key, string problem, HttpStatusCode status)
    {
        await using var host = await StartAsync();
        var id = await BeginAsync(host);
        await host.PostAsync($"/api/transactions/{id}/signals/approved", """{"result":{"most":500}}""", ("Idempotency-Key", "letter-1"));
        await host.Services.GetRequiredService<TransactionClient>().WaitAsync(TransactionId.Parse(id), TimeSpan.FromSeconds(30));
        var before = await (await host.GetAsync($"/api/transactions/{id}")).Content.ReadAsStringAsync();

        var response = await host.PostAsync($"/api/transactions/{id}/signals/{name}", body, key is null ? [] : [("Idempotency-Key", key)]);

        Assert.Equal((status, problem), (response.StatusCode, (await ShopHost.ProblemOf(response)).Name));
        Assert.Equal(before, await (await host.GetAsync($"/api/transactions/{id}")).Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_signal_to_nobody_or_behind_the_end_is_refused()
    {
        await using var host = await StartAsync();
        var unknown = await host.PostAsync($"/api/transactions/{TransactionId.Example}/signals/approved", null);
        Assert.Equal((HttpStatusCode.NotFound, "unknown_transaction"), (unknown.StatusCode, (await ShopHost.ProblemOf(unknown)).Name));

        var id = await BeginAsync(host);
        await host.PostAsync($"/api/transactions/{id}/cancel", null);
        var late = await host.PostAsync($"/api/transactions/{id}/signals/approved", null);
        Assert.Equal((HttpStatusCode.Conflict, "signal_too_late"), (late.StatusCode, (await ShopHost.ProblemOf(late)).Name));
    }

    private static Task<ShopHost> StartAsync() => ShopHost.StartAsync(services => services.AddSingleton(Approval));

    /// <summary>Begins one and returns when it waits.</summary>
    private static async Task<string> BeginAsync(ShopHost host)
    {
        var id = (await ShopHost.JsonOf(await host.PostAsync("/api/transactions/loan", """{"amount":100}"""))).GetProperty("transaction_id").GetString()!;
        while (!(await ShopHost.JsonOf(await host.GetAsync($"/api/transactions/{id}"))).TryGetProperty("waiting", out _))
            await Task.Yield();
        return id;
    }
}
