using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace ServerlessTx.Processes;

public sealed class SameKeyTests(ServingHost host) : IClassFixture<ServingHost>
{
    private const int Callers = 50;

    [Theory]
    [InlineData("order_fulfillment", """{"customer_id":"ann","sku":"book","quantity":1,"amount":24.90}""", "completed")]
    [InlineData("order_fulfillment", """{"customer_id":"ann","sku":"rare","quantity":5000,"amount":24.90}""", "compensated")]
    [InlineData("checkout_reservation", """{"customer_id":"bob","sku":"pen","quantity":1,"amount":1.20}""", "confirmed")]
    [InlineData("transfer", """{"from":"cid","to":"dan","amount":10}""", "committed")]
    public async Task Fifty_callers_with_one_key_at_one_moment_get_one_transaction_and_fifty_equal_answers(string workflow, string body, string end)
    {
        using var http = await host.Process.ClientAsync();
        var before = await CountAsync(http);
        var now = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var calls = Enumerable.Range(0, Callers).Select(_ => CallAsync(http, workflow, body, $"{workflow} {end}", now.Task)).ToList();
        now.SetResult();
        var answers = await Task.WhenAll(calls);

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer.Status));
        var state = JsonElement.Parse(Assert.Single(answers.Select(answer => answer.Body).Distinct()));
        Assert.Equal(end, state.GetProperty("status").GetString());
        Assert.Single(answers, answer => !answer.IsReplay);
        Assert.Equal(before + 1, await CountAsync(http));
    }

    private static async Task<(HttpStatusCode Status, string Body, bool IsReplay)> CallAsync(HttpClient http, string workflow, string body, string key, Task now)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"/api/transactions/{workflow}", UriKind.Relative))
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
            Headers = { { "Idempotency-Key", key }, { "Prefer", "wait=60" } },
        };
        await now;
        using var answer = await http.SendAsync(request);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(), answer.Headers.Contains("Idempotency-Replayed"));
    }

    private static async Task<int> CountAsync(HttpClient http) =>
        (await http.GetFromJsonAsync<JsonElement>(new Uri("/api/transactions?limit=200", UriKind.Relative))).GetProperty("transactions").GetArrayLength();
}
