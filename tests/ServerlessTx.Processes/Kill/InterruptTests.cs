using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;

namespace ServerlessTx.Processes;

[Collection(nameof(Alone))]
public sealed class InterruptTests : IDisposable
{
    private const int Orders = 24;

    private readonly TemporaryFolder _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task Ctrl_C_in_the_middle_of_transactions_leaves_them_and_the_next_start_says_how_many_it_resumed_and_ends_them()
    {
        // No participant answers in a millisecond, and the next attempt is half a minute away: all of them are in the middle.
        await using (var first = await HostProcess.StartServingAsync("--data", _data.Path, "--attempt-timeout", "1ms", "--first-delay", "60s"))
        {
            using var http = await first.ClientAsync();
            for (var order = 0; order < Orders; order++)
            {
                using var body = new StringContent("""{"customer_id":"order_ann","sku":"order_book","quantity":1,"amount":1}""", Encoding.UTF8, "application/json");
                using var answer = await http.PostAsync(new Uri("/api/transactions/order_fulfillment", UriKind.Relative), body);
                Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
            }

            await AssertStopsAsync(first);
        }

        await using var second = await HostProcess.StartServingAsync("--data", _data.Path);
        Assert.Equal($"Resumed {Orders} open transactions.", await second.LineAsync("Resumed "));
        using var again = await second.ClientAsync();
        var transactions = await new Aftermath(again, new Mix(new OrderWorkload())).CheckAsync(new Dictionary<string, string>());
        Assert.Equal(Orders, transactions.Count(transaction => transaction.Status == "completed"));
    }

    [Fact]
    public async Task Ctrl_C_under_load_ends_the_host_in_time_and_every_transaction_that_was_open_is_resumed_once()
    {
        var clients = new LoadClients(32, Mix.Everything, seed: Random.Shared.Next());
        await using (var first = await HostProcess.StartServingAsync("--data", _data.Path))
        {
            using var http = await first.ClientAsync();
            await clients.DuringAsync(_ => http, async () =>
            {
                await clients.Answers.MoreAsync(100);
                await AssertStopsAsync(first);
            });
        }

        await using var second = await HostProcess.StartServingAsync("--data", _data.Path);
        var resumed = int.Parse((await second.LineAsync("Resumed ")).Split(' ')[1], CultureInfo.InvariantCulture);
        using var again = await second.ClientAsync();
        await clients.FinishAsync(again);
        var transactions = await new Aftermath(again, Mix.Everything).CheckAsync(clients.Answers.Ids);
        Assert.Equal(resumed, transactions.Sum(transaction => transaction.Takeovers));
    }

    private static async Task AssertStopsAsync(HostProcess host)
    {
        var start = Stopwatch.GetTimestamp();
        host.Interrupt();
        Assert.Equal(0, await host.ExitAsync());
        Assert.InRange(Stopwatch.GetElapsedTime(start), TimeSpan.Zero, TimeSpan.FromSeconds(5));
        Assert.Empty(host.Errors);
        Assert.Contains("Azurite has saved and ended.", host.Output);
    }
}
