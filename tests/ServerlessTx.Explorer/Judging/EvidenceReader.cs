using System.Text;
using Microsoft.Extensions.Logging.Abstractions;

namespace ServerlessTx.Explorer;

/// <summary>What stands in the evidence, read without the code that drives; and what the verifier says of it. Each reading is done once.</summary>
internal sealed class EvidenceReader(TransactionSubject subject)
{
    private static readonly ServerlessTxOptions Options = new() { Shards = 1 };

    private readonly Dictionary<int, EvidenceFacts> _facts = [];

    /// <summary>Ended histories, by how they ended.</summary>
    public IEnumerable<(TransactionStatus End, int Count)> Ends => _facts.Values
        .Where(facts => facts.End is not null)
        .GroupBy(facts => facts.End!.Value)
        .Select(group => (group.Key, group.Count()))
        .OrderBy(end => end.Key);

    public EvidenceFacts Of(RowSet rows)
    {
        if (!_facts.TryGetValue(rows.Id, out var facts))
            _facts.Add(rows.Id, facts = Read(rows));
        return facts;
    }

    private EvidenceFacts Read(RowSet rows)
    {
        var store = new TransactionStore(Storage.StoreWith(rows, subject.Id.Partition), TimeProvider.System, Options, NullLogger<TransactionStore>.Instance);
        var appends = store.ReadAsync(subject.Id, StreamHead.Empty, default).GetAwaiter().GetResult();
        var evidence = store.LoadAsync(subject.Id, default).GetAwaiter().GetResult();
        var told = evidence.Records.Count == 0 ? null : new Known(evidence).Decided;
        var open = rows.Rows.FirstOrDefault(row => row.Key.StartsWith(RowKinds.Open, StringComparison.Ordinal));
        return new EvidenceFacts(appends, open is null ? null : TransactionRows.DueOf(open), told, Verdict(appends));
    }

    private static IReadOnlyList<string> Verdict(IReadOnlyList<StoredAppend> appends)
    {
        var document = EvidenceDocument.BuildAsync(appends, EvidenceView.Pattern, (_, _) => throw new InvalidOperationException("No answer is large here."))
            .GetAwaiter().GetResult();
        var report = EvidenceVerifier.Verify(Encoding.UTF8.GetBytes(document.ToJsonString()));
        return report.Outcome switch
        {
            VerificationOutcome.Holds => [],
            VerificationOutcome.Broken => [.. report.Broken.SelectMany(finding => finding.Breaches.Select(breach => $"verifier: {finding.Rule}: {breach}"))],
            _ => [$"verifier: {report.Reason}"],
        };
    }
}
