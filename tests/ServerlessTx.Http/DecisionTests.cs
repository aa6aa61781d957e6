using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;

namespace ServerlessTx.Http;

public sealed class DecisionTests
{
    [Fact]
    public async Task Before_the_deadline_who_asks_is_told_that_nothing_is_decided()
    {
        await using var host = await ShopHost.StartAsync();
        var path = $"/api/transactions/{await host.HoldAsync("reserve")}/decision";
        var read = await ShopHost.JsonOf(await host.GetAsync(path));
        var asked = await ShopHost.JsonOf(await host.PostAsync(path, null));

        Assert.Equal("undecided", read.GetProperty("decision").GetString());
        Assert.Equal(["transaction_id", "decision", "deadline"], read.EnumerateObject().Select(property => property.Name));
        Assert.Equal(read.GetRawText(), asked.GetRawText());
    }

    [Fact]
    public async Task What_is_decided_is_told()
    {
        await using var host = await ShopHost.StartAsync();
        var completed = (await host.BuyAsync()).GetProperty("transaction_id").GetString();
        var compensated = (await host.BuyAsync(amount: 500)).GetProperty("transaction_id").GetString();

        Assert.Equal(("going_forward", null), await DecisionAsync(host.GetAsync($"/api/transactions/{completed}/decision")));
        Assert.Equal(("compensating", "insufficient_funds"), await DecisionAsync(host.PostAsync($"/api/transactions/{compensated}/decision", null)));
    }

    [Fact]
    public async Task Past_the_deadline_reading_changes_nothing_and_asking_turns_it_back()
    {
        var clock = new ShiftedClock();
        await using var host = await ShopHost.StartAsync(services => services.AddSingleton<TimeProvider>(clock));
        var path = $"/api/transactions/{await host.HoldAsync("reserve")}/decision";
        clock.Shift = TimeSpan.FromMinutes(6);

        Assert.Equal(("undecided", null), await DecisionAsync(host.GetAsync(path)));
        Assert.Equal(("compensating", "deadline_passed"), await DecisionAsync(host.PostAsync(path, null)));
        Assert.Equal(("compensating", "deadline_passed"), await DecisionAsync(host.GetAsync(path)));
    }

    private static async Task<(string?, string?)> DecisionAsync(Task<HttpResponseMessage> sent)
    {
        var response = await sent;
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var body = await ShopHost.JsonOf(response);
        return (body.GetProperty("decision").GetString(), body.TryGetProperty("reason", out JsonElement reason) ? reason.GetString() : null);
    }

    private sealed class ShiftedClock : TimeProvider
    {
        public TimeSpan Shift { get; set; }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Shift;
    }
}
