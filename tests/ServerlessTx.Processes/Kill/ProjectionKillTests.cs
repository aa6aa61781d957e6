using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace ServerlessTx.Processes;

[Collection(nameof(Alone))]
public sealed class ProjectionKillTests : IDisposable
{
    private const int Accounts = 8;
    private const int Deposits = 150;

    private readonly TemporaryFolder _data = new();
    private readonly ConcurrentQueue<int> _left = new(Enumerable.Range(0, Deposits));
    private int _answered;

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task Kill_9_in_the_middle_of_a_projection_loses_and_doubles_nothing_in_its_read_models()
    {
        await using (var first = await HostProcess.StartServingAsync("--data", _data.Path))
        {
            using var http = await first.ClientAsync();
            for (var account = 0; account < Accounts; account++)
                Assert.True(await CommandAsync(http, account, "open", """{"customer_id":"ann","currency":"EUR","initial_balance":100}""", $"open {account}"));
            await CaughtUpAsync(http);
            await DepositUntilKilledAsync(first, http, answers: 40);
        }

        await using (var second = await HostProcess.StartServingAsync("--data", _data.Path))
        {
            using var http = await second.ClientAsync();
            await DepositUntilKilledAsync(second, http, answers: 90);
        }

        await using var third = await HostProcess.StartServingAsync("--data", _data.Path);
        using var last = await third.ClientAsync();
        await DepositAsync(last);
        await CaughtUpAsync(last);

        const int Total = (Accounts * 100) + Deposits;
        Assert.Equal($$$"""{"accounts":{{{Accounts}}},"total":{{{Total}}}}""", (await GetAsync(last, "/api/projections/BankAccount/ledger/EUR")).GetProperty("row").GetRawText());
        Assert.Equal(
            $$$"""{"accounts":{{{Accounts}}},"balances":{"EUR":{{{Total}}}}}""",
            (await GetAsync(last, "/api/projections/BankAccount/balances_by_customer/ann")).GetProperty("row").GetRawText());
    }

    /// <summary>It is built, and nothing waits.</summary>
    private static async Task CaughtUpAsync(HttpClient http) => Assert.True(
        await Poll.UntilAsync(
            async () =>
            {
                using var answer = await http.GetAsync(new Uri("/api/projections/BankAccount/ledger", UriKind.Relative));
                return answer.IsSuccessStatusCode
                    && JsonElement.Parse(await answer.Content.ReadAsByteArrayAsync()).GetProperty("lag").GetProperty("waiting").GetInt32() == 0;
            },
            TimeSpan.FromMinutes(1), TimeProvider.System, CancellationToken.None),
        "The projection does not catch up.");

    /// <summary>The host dies with deposits on their way, others that nobody has counted in yet, and one or the other that is half counted.</summary>
    private async Task DepositUntilKilledAsync(HostProcess host, HttpClient http, int answers)
    {
        var load = DepositAsync(http);
        Assert.True(await Poll.UntilAsync(() => Task.FromResult(Volatile.Read(ref _answered) >= answers), TimeSpan.FromMinutes(1), TimeProvider.System, CancellationToken.None));
        await host.KillAsync();
        await load;
    }

    /// <summary>Deposits of one each, eight at a time; one that is not answered stays to be sent again with its key.</summary>
    private Task DepositAsync(HttpClient http) => Task.WhenAll(Enumerable.Range(0, Accounts).Select(async _ =>
    {
        while (_left.TryDequeue(out var deposit))
        {
            if (!await CommandAsync(http, deposit % Accounts, "deposit", """{"amount":1}""", $"deposit {deposit}"))
            {
                _left.Enqueue(deposit);
                return;
            }

            Interlocked.Increment(ref _answered);
        }
    }));

    private static async Task<bool> CommandAsync(HttpClient http, int account, string command, string json, string key)
    {
        using var body = new StringContent(json, Encoding.UTF8, "application/json");
        body.Headers.Add("Idempotency-Key", key);
        try
        {
            using var answer = await http.PostAsync(new Uri($"/api/aggregates/BankAccount/account_{account}/{command}", UriKind.Relative), body);
            Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
            return true;
        }
        catch (Exception silence) when (silence is HttpRequestException or SocketException or IOException or TaskCanceledException)
        {
            return false;
        }
    }

    private static async Task<JsonElement> GetAsync(HttpClient http, string path) => JsonElement.Parse(await http.GetByteArrayAsync(new Uri(path, UriKind.Relative)));
}
