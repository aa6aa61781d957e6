using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace ServerlessTx.Processes;

/// <summary>What must hold when the storm is over, whatever was killed in it.</summary>
internal sealed class Aftermath(HttpClient host, Mix mix)
{
    private const int ReadersAtOnce = 8;

    private static readonly string[] Legal = ["completed", "compensated", "confirmed", "cancelled", "committed", "aborted"];

    /// <summary>How long what is open may take to end. A busy machine is slow, so it is long where nothing is said by it.</summary>
    public TimeSpan SettleBound { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Waits until nothing is open, then compares everything with everything.</summary>
    /// <param name="answered">Which transaction each key got.</param>
    /// <returns>All transactions, with nothing wrong about any.</returns>
    public async Task<IReadOnlyList<EndedTransaction>> CheckAsync(IReadOnlyDictionary<string, string> answered)
    {
        Assert.True(
            await Poll.UntilAsync(IsQuietAsync, SettleBound, TimeProvider.System, CancellationToken.None),
            $"Still open after {SettleBound.TotalSeconds} s: {string.Join(", ", await OpenAsync())}");

        var faults = new ConcurrentQueue<string>();
        var transactions = await ReadAsync(faults);
        foreach (var transaction in transactions.Where(transaction => !Legal.Contains(transaction.Status)))
            faults.Enqueue($"{transaction.Id} ended as {transaction.Status}");
        foreach (var fault in KeyFaults(transactions, answered))
            faults.Enqueue(fault);
        var rows = new SampleRows(host);
        foreach (var workload in mix.Workloads)
        {
            foreach (var fault in await workload.FaultsAsync(transactions.Where(workload.IsOf).ToList(), rows))
                faults.Enqueue(fault);
        }

        Assert.True(faults.IsEmpty, string.Join('\n', faults));
        return transactions;
    }

    /// <summary>What has not ended, by id.</summary>
    public async Task<IReadOnlyList<string>> OpenAsync() =>
    [
        .. (await PageAsync("status=running&limit=200")).Transactions.Select(line => line.TransactionId),
        .. (await PageAsync("status=stuck&limit=200")).Transactions.Select(line => line.TransactionId),
    ];

    private static IEnumerable<string> KeyFaults(IReadOnlyList<EndedTransaction> transactions, IReadOnlyDictionary<string, string> answered)
    {
        foreach (var key in transactions.Where(transaction => transaction.Key is not null).GroupBy(transaction => transaction.Key).Where(key => key.Count() > 1))
            yield return $"the key {key.Key} began {string.Join(" and ", key.Select(transaction => transaction.Id))}";
        var begun = transactions.ToDictionary(transaction => transaction.Id, transaction => transaction.Key);
        foreach (var (key, id) in answered.Where(answer => begun.GetValueOrDefault(answer.Value) != answer.Key))
            yield return $"the key {key} was answered with {id}, which it did not begin";
    }

    private async Task<bool> IsQuietAsync() => (await OpenAsync()).Count == 0;

    private async Task<IReadOnlyList<EndedTransaction>> ReadAsync(ConcurrentQueue<string> faults)
    {
        var transactions = new ConcurrentBag<EndedTransaction>();
        string? continuation = null;
        do
        {
            var page = await PageAsync("limit=200" + (continuation is null ? "" : $"&continuation={continuation}"));
            await Parallel.ForEachAsync(page.Transactions, new ParallelOptions { MaxDegreeOfParallelism = ReadersAtOnce }, async (line, cancellation) =>
                transactions.Add(await ReadAsync(line, faults, cancellation)));
            continuation = page.Continuation;
        }
        while (continuation is not null);
        return [.. transactions];
    }

    private async Task<EndedTransaction> ReadAsync(Line line, ConcurrentQueue<string> faults, CancellationToken cancellation)
    {
        using var answer = await host.GetAsync(new Uri($"/api/transactions/{line.TransactionId}/evidence", UriKind.Relative), cancellation);
        var document = await answer.Content.ReadAsByteArrayAsync(cancellation);
        var report = EvidenceVerifier.Verify(document);
        if (!answer.IsSuccessStatusCode || report.Outcome is not VerificationOutcome.Holds)
        {
            var broken = report.Broken.Select(finding => $"{finding.Rule}: {string.Join(", ", finding.Breaches)}");
            faults.Enqueue($"the evidence of {line.TransactionId} is {report.Outcome}: {report.Reason} {string.Join("; ", broken)}\n{Encoding.UTF8.GetString(document)}");
            return new EndedTransaction(line.TransactionId, line.Workflow, line.Status, Key: null, FirstWord: null, Takeovers: 0);
        }

        if (!line.Status.Equals(report.End?.ToString(), StringComparison.OrdinalIgnoreCase))
            faults.Enqueue($"{line.TransactionId} is listed as {line.Status}, its evidence ends with {report.End}");
        var records = Records(JsonElement.Parse(document));
        var words = Of(records, "signalled").Where(signalled => signalled.Value("child") is null).Select(WordOf);
        return new EndedTransaction(
            line.TransactionId, line.Workflow, line.Status, records[0].Value("idempotency_key")?.GetString(), words.FirstOrDefault(), Of(records, "taken_over").Count())
        {
            Parent = records[0].Value("parent")?.GetProperty("transaction_id").GetString(),
            TurnedBackBy = Of(records, "decided").Select(decided => decided.Value("by")?.GetString()).FirstOrDefault(by => by is not null),
            Document = document,
        };
    }

    private static IEnumerable<JsonElement> Of(IEnumerable<JsonElement> records, string type) => records.Where(record => record.GetProperty("type").ValueEquals(type));

    /// <summary>Why it said no, or the one thing that it said beside yes.</summary>
    private static string? WordOf(JsonElement signalled) =>
        (signalled.Value("rejected") ?? signalled.GetProperty("result").EnumerateObject().Single().Value).GetString();

    private static List<JsonElement> Records(JsonElement document) =>
        [.. document.GetProperty("chain").EnumerateArray().SelectMany(append =>
            JsonElement.Parse(Base64Url.DecodeFromChars(append.GetProperty("payload").GetString())).EnumerateArray())];

    private async Task<Page> PageAsync(string query)
    {
        var page = await host.GetFromJsonAsync<Page>(new Uri($"/api/transactions?{query}", UriKind.Relative), SampleRows.Json);
        return page!;
    }

    private sealed record Line(string TransactionId, string Workflow, string Status);

    private sealed record Page(IReadOnlyList<Line> Transactions, string? Continuation);
}
