using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace ServerlessTx.HttpParticipants.Tests;

/// <summary>A lock's token on its way to a service, and what the service makes of it.</summary>
public sealed class FencingTests
{
    private sealed record Counting(string Book, int Left, Fence? Fence);

    [Fact]
    public async Task Every_call_of_a_transaction_carries_the_fence_of_its_input()
    {
        await using var service = await Script.Of(("count/action", 503, ""), ("count/action", 200, """{"result":1}"""), ("sign/pivot", 409, Refusal));
        Assert.Contains("compensated", await RunAsync(service, """{"book":"lamp","left":9,"fence":{"resource":"stock:lamp","token":9007199254740993}}"""), StringComparison.Ordinal);
        Assert.Equal(["/tx/count/action", "/tx/count/action", "/tx/sign/pivot", "/tx/count/undo"], service.Received.Select(call => call.Path));
        Assert.All(service.Received, call => Assert.Equal(
            ("stock:lamp", "9007199254740993"), (call.Headers[FencingHeaders.Resource], call.Headers[FencingHeaders.Token])));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"fence":7}""")]
    [InlineData("""{"fence":{"resource":"stock:lamp"}}""")]
    [InlineData("""{"fence":{"resource":"stock:lamp","token":"7"}}""")]
    [InlineData("""{"fence":{"resource":"stock:lamp","token":1.5}}""")]
    [InlineData("""{"fence":{"resource":"stock\r\nX-Admin: yes","token":7}}""")]
    [InlineData("""[{"fence":{"resource":"stock:lamp","token":7}}]""")]
    public void What_is_no_fence_becomes_no_header(string input) => Assert.Null(FencingHeaders.Of(JsonElement.Parse(input)));

    [Fact]
    public void A_holder_adds_it_to_requests_of_its_own()
    {
        using var request = new HttpRequestMessage();
        request.Headers.Add(new LockLease("stock:lamp", "ann", 7, DateTimeOffset.UnixEpoch).Fence);
        Assert.Equal(["Fencing-Resource: stock:lamp", "Fencing-Token: 7"], request.Headers.Select(header => $"{header.Key}: {header.Value.Single()}"));
    }

    /// <summary>Two counted the stock under the lock, and the one whose lease had ended comes last.</summary>
    [Theory]
    [InlineData(false, 9, "completed")]
    [InlineData(true, 4, "compensated")]
    public async Task A_holder_that_outlived_its_lease_overwrites_at_a_service_that_does_not_look_and_is_refused_by_one_that_does(bool looks, int left, string end)
    {
        var (stock, highest) = (10, 0L);
        await using var service = await HttpService.StartAsync(async (http, call) =>
        {
            if (call.Path is not "/tx/count/action")
                return;
            var token = long.Parse(call.Headers[FencingHeaders.Token], CultureInfo.InvariantCulture);
            if (looks && token < highest)
            {
                http.Response.StatusCode = 409;
                await http.Response.WriteAsync("""{"type":"urn:serverlesstx:participant:refused","reason":"fenced_out"}""");
                return;
            }

            (highest, stock) = (token, call.Body.GetProperty("input").GetProperty("left").GetInt32());
        });
        await RunAsync(service, """{"book":"lamp","left":4,"fence":{"resource":"stock:lamp","token":2}}""");
        Assert.EndsWith(end, (await RunAsync(service, """{"book":"lamp","left":9,"fence":{"resource":"stock:lamp","token":1}}""")).TrimEnd(), StringComparison.Ordinal);
        Assert.Equal(left, stock);
    }

    private const string Refusal = """{"type":"urn:serverlesstx:participant:refused","reason":"not_now"}""";

    private static async Task<string> RunAsync(HttpService service, string input)
    {
        await using var coordinator = new Coordinator(Coordinator.Settings(service), all => Saga.For<Counting>("count_stock", 1, Coordinator.Policy)
            .Step(all["shop"], "count", undo: "uncount")
            .Pivot(all["shop"], "sign"));
        return await coordinator.RunAsync("count_stock", input);
    }
}
