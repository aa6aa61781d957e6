using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace ServerlessTx.HttpParticipants.Tests;

/// <summary>kill -9 of the host and of the Node participant while forty transactions run between them.</summary>
public sealed class KillTests(NodeShop shop) : IClassFixture<NodeShop>, IDisposable
{
    private const int Transactions = 40;
    private const int Stock = 1000;
    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(2);

    private readonly TemporaryFolder _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task Each_effect_is_made_once_though_both_sides_are_killed_in_the_middle()
    {
        await shop.StockAsync("lamp", Stock);
        await using (var host = StartHost())
        {
            using var client = await host.ClientAsync();
            await Task.WhenAll(Enumerable.Range(0, Transactions).Select(number => PostAsync(client, number, "respond-async")));
            await MovementsAsync(10);
            await shop.KillAsync();
            await shop.StartAsync();
            await MovementsAsync(30);
            await host.KillAsync();
        }

        await using var next = StartHost();
        using var again = await next.ClientAsync();
        var ended = await Task.WhenAll(Enumerable.Range(0, Transactions).Select(number => PostAsync(again, number, "wait=60")));

        var movements = (await shop.AllMovementsAsync()).ToLookup(movement => movement.TransactionId, movement => movement.What);
        Assert.All(ended, transaction => Assert.Contains(
            $"{transaction.GetProperty("status")}: {string.Join(", ", movements[IdOf(transaction)])}",
            (string[])["completed: reserved, receipt", "compensated: reserved, released", "compensated: ", "confirmed: reserved, confirmed", "cancelled: reserved, cancelled", "cancelled: "]));
        Assert.Equal(Transactions, ended.Select(IdOf).Distinct().Count());
        Assert.Equal(Stock - ended.Count(IsSold), await shop.AvailableAsync("lamp"));
        await AssertKilledInTheMiddleAsync(again, ended);
    }

    /// <summary>The evidence knows of both: calls that went unanswered, and transactions that the next host took over.</summary>
    private static async Task AssertKilledInTheMiddleAsync(HttpClient client, IEnumerable<JsonElement> ended)
    {
        var evidence = new StringBuilder();
        foreach (var transaction in ended)
        {
            var chain = (await client.GetFromJsonAsync<JsonElement>($"/api/transactions/{IdOf(transaction)}/evidence")).GetProperty("chain");
            foreach (var append in chain.EnumerateArray())
                evidence.Append(Encoding.UTF8.GetString(System.Buffers.Text.Base64Url.DecodeFromChars(append.GetProperty("payload").GetString())));
        }

        Assert.Contains("\"type\":\"unanswered\"", evidence.ToString(), StringComparison.Ordinal);
        Assert.Contains("\"type\":\"taken_over\"", evidence.ToString(), StringComparison.Ordinal);
    }

    private HostProcess StartHost() => HostProcess.Start(
        shop.Settings.ToDictionary(setting => $"Participants__Http__{setting.Key.Replace(":", "__")}", setting => setting.Value),
        "--data", _data.Path, "--address", "http://127.0.0.1:0");

    private static async Task<JsonElement> PostAsync(HttpClient client, int number, string prefer)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/transactions") { Content = new StringContent(Body(number), Encoding.UTF8, "application/json") };
        request.Headers.Add("Idempotency-Key", $"order {number}");
        request.Headers.Add("Prefer", prefer);
        using var answer = await client.SendAsync(request);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    /// <summary>Most outlast a shop that is away; every fifth gives up at once and is turned back.</summary>
    private static string Body(int number)
    {
        var policy = new { attempts = number % 5 == 0 ? 1 : 50, first_delay_ms = 50, max_delay_ms = 500 };
        var input = new { item = "lamp", quantity = 1 };
        return number % 2 == 0
            ? JsonSerializer.Serialize(new { pattern = "tcc", policy, participants = new[] { new { participant = "shop", input } } })
            : JsonSerializer.Serialize(new
            {
                pattern = "saga",
                policy,
                steps = new[] { new { participant = "shop", operation = "reserve_item", input }, new { participant = "shop", operation = "send_receipt", input } },
            });
    }

    private async Task MovementsAsync(int least) => Assert.True(await Poll.UntilAsync(
        async () => (await shop.AllMovementsAsync()).Count >= least, Bound, TimeProvider.System, CancellationToken.None));

    private static bool IsSold(JsonElement transaction) => transaction.GetProperty("status").GetString() is "completed" or "confirmed";

    private static string IdOf(JsonElement transaction) => transaction.GetProperty("transaction_id").GetString()!;
}
