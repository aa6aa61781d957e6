using System.Net;
using System.Text;
using Xunit.Abstractions;

namespace ServerlessTx.Processes;

[Collection(nameof(Alone))]
public sealed class OutageTests(ITestOutputHelper output) : IDisposable
{
    private readonly TemporaryFolder _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task While_the_storage_is_away_callers_get_503_and_when_it_is_back_what_was_open_ends_at_once()
    {
        await using var relay = new Relay();
        await using var first = await StartAzuriteAsync(relay);
        var connection = (first.Ports with { Table = relay.Port }).ConnectionString;
        // With the grace of ninety seconds as it is: nobody has to wait for recovery after an outage.
        await using var host = await HostProcess.StartServingAsync("--storage", connection);
        using var http = await host.ClientAsync();
        var clients = new LoadClients(16, Mix.Everything, seed: Random.Shared.Next());
        await clients.DuringAsync(_ => http, async () =>
        {
            await clients.Answers.MoreAsync(60);
            relay.Target = null;
            Assert.True(await first.StopAsync());
        });
        await AssertUnavailableAsync(http, HttpMethod.Post, "/api/transactions/transfer", """{"from":"account_1","to":"account_2","amount":1}""");
        await AssertUnavailableAsync(http, HttpMethod.Get, "/api/transactions");

        await using var second = await StartAzuriteAsync(relay);
        await clients.FinishAsync(http);
        var aftermath = new Aftermath(http, Mix.Everything) { SettleBound = TimeSpan.FromSeconds(45) };
        var transactions = await aftermath.CheckAsync(clients.Answers.Ids);
        output.WriteLine($"{transactions.Count} transactions, {transactions.Sum(transaction => transaction.Takeovers)} takeovers.");
    }

    private async Task<Azurite> StartAzuriteAsync(Relay relay)
    {
        var azurite = await Azurite.StartAsync(new AzuriteOptions { DataFolder = _data.Path }, output.WriteLine, TimeProvider.System);
        relay.Target = azurite.Ports.Table;
        return azurite;
    }

    private static async Task AssertUnavailableAsync(HttpClient http, HttpMethod method, string path, string? body = null)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative));
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await http.SendAsync(request);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.True(answer.Headers.RetryAfter!.Delta > TimeSpan.Zero);
        Assert.Contains("urn:serverlesstx:problem:store_unavailable", await answer.Content.ReadAsStringAsync());
    }
}
