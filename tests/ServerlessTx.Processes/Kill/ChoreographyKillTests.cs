using System.Net;
using System.Text;
using System.Text.Json;

namespace ServerlessTx.Processes;

[Collection(nameof(Alone))]
public sealed class ChoreographyKillTests : IDisposable
{
    private const int Orders = 12;

    private readonly TemporaryFolder _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task Kill_9_in_the_middle_of_choreographed_orders_leaves_none_behind_and_charges_each_once()
    {
        var runs = new List<string>();
        await using (var first = await HostProcess.StartServingAsync("--data", _data.Path))
        {
            using var http = await first.ClientAsync();
            for (var order = 0; order < Orders; order++)
                runs.Add(await BeginAsync(http, order));
            await first.KillAsync();
        }

        await using var second = await HostProcess.StartServingAsync("--data", _data.Path);
        using var again = await second.ClientAsync();
        foreach (var run in runs)
            Assert.Equal("completed", await EndAsync(again, run));
        var payments = await RowsAsync(again, "payments");
        Assert.Equal(Orders, payments.Count(payment => payment.GetProperty("customer_id").GetString() == "hop_ann"));
        Assert.Equal(10_000 - Orders, (await RowsAsync(again, "accounts")).Single(account => account.GetProperty("customer_id").GetString() == "hop_ann").GetProperty("balance").GetDecimal());
        foreach (var run in runs)
        {
            var report = EvidenceVerifier.Verify(await again.GetByteArrayAsync(new Uri($"/api/choreographies/{run}/evidence", UriKind.Relative)));
            Assert.Equal(VerificationOutcome.Holds, report.Outcome);
        }
    }

    private static async Task<string> BeginAsync(HttpClient http, int order)
    {
        using var body = new StringContent("""{"customer_id":"hop_ann","sku":"hop_book","quantity":1,"amount":1}""", Encoding.UTF8, "application/json");
        body.Headers.Add("Idempotency-Key", $"order {order}");
        using var answer = await http.PostAsync(new Uri("/api/choreographies/order_fulfillment/runs", UriKind.Relative), body);
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        return JsonElement.Parse(await answer.Content.ReadAsByteArrayAsync()).GetProperty("saga_id").GetString()!;
    }

    private static async Task<string?> EndAsync(HttpClient http, string run)
    {
        string? status = null;
        Assert.True(
            await Poll.UntilAsync(
                async () => (status = JsonElement.Parse(await http.GetByteArrayAsync(new Uri($"/api/choreographies/{run}", UriKind.Relative))).GetProperty("status").GetString()) is not ("running" or "stuck"),
                TimeSpan.FromMinutes(2), TimeProvider.System, CancellationToken.None),
            $"{run} does not end.");
        return status;
    }

    private static async Task<IReadOnlyList<JsonElement>> RowsAsync(HttpClient http, string kind) =>
        [.. JsonElement.Parse(await http.GetByteArrayAsync(new Uri($"/api/samples/{kind}", UriKind.Relative))).EnumerateArray()];
}
