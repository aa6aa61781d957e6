using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;

namespace ServerlessTx.Http;

/// <summary>The source's account behind the routes, under a clock that a test sets.</summary>
internal sealed class AccountHost : IAsyncDisposable
{
    public const string Account = "/api/aggregates/BankAccount/account_12345";

    private readonly SetClock _clock;

    private AccountHost(ShopHost host, SetClock clock) => (Host, _clock) = (host, clock);

    public ShopHost Host { get; }

    public static async Task<AccountHost> StartAsync()
    {
        var clock = new SetClock();
        return new AccountHost(await ShopHost.StartAsync(services => services.AddSingleton<TimeProvider>(clock)), clock);
    }

    /// <summary>Opened with 1000, a paycheck of 500 and 200 from a machine: at ten, eleven and twelve o'clock.</summary>
    public static async Task<AccountHost> WithSourcesAccountAsync()
    {
        var accounts = await StartAsync();
        await accounts.DoAsync("open", """{"customer_id":"cust_567","currency":"EUR","initial_balance":1000}""");
        accounts.Pass(TimeSpan.FromHours(1));
        await accounts.DoAsync("deposit", """{"amount":500,"source":"paycheck"}""");
        accounts.Pass(TimeSpan.FromHours(1));
        await accounts.DoAsync("withdraw", """{"amount":200,"atm_id":"atm_123"}""");
        return accounts;
    }

    public void Pass(TimeSpan time) => _clock.Now += time;

    public async Task<JsonElement> DoAsync(string command, string? body)
    {
        var response = await Host.PostAsync($"{Account}/{command}", body);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        return await ShopHost.JsonOf(response);
    }

    public Task<HttpResponseMessage> AskAsync(string command, string? body, params (string Name, string Value)[] headers) =>
        Host.PostAsync($"{Account}/{command}", body, headers);

    public async Task<JsonElement> GetAsync(string path = "") => await ShopHost.JsonOf(await Host.GetAsync(Account + path));

    public async Task<string> StateAsync(string path = "") => (await GetAsync(path)).GetProperty("state").GetRawText();

    public ValueTask DisposeAsync() => Host.DisposeAsync();

    private sealed class SetClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2026, 1, 15, 10, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
