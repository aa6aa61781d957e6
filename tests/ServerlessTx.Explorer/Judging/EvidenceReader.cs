using System.Text;
using Microsoft.Extensions.Logging.Abstractions;

namespace ServerlessTx.Explorer;

/// <summary>What stands in the evidence, read without the code that drives; and what the verifier says of it. Each reading is done once.</summary>
internal sealed class EvidenceReader(TransactionSubject subject)
{
    private static readonly ServerlessTxOptions Options = new() { Shards = 1 };

    private readonly Dictionary<(int Rows, Member Of), EvidenceFacts?> _facts = [];

    /// <summary>Ended histories, by how they ended.</summary>
    public IEnumerable<(TransactionStatus End, int Count)> Ends => _facts
        .Where(facts => facts.Key.Of == subject.Members[0] && facts.Value!.End is not null)
        .GroupBy(facts => facts.Value!.End!.Value)
        .Select(group => (group.Key, group.Count()))
        .OrderBy(end => end.Key);

    /// <summary>When recovery next finds something to take up; nothing when nothing is open or owed.</summary>
    public static DateTimeOffset? SoonestDue(RowSet rows) => rows.Rows
        .Where(row => row.Key.StartsWith(RowKinds.Open, StringComparison.Ordinal))
        .Min(row => (DateTimeOffset?)TransactionRows.DueOf(row));

    /// <summary>Of the transaction that is explored.</summary>
    public EvidenceFacts OfHead(RowSet rows) => Of(rows, subject.Members[0])!;

    /// <returns>Nothing when it has no records.</returns>
    public EvidenceFacts? Of(RowSet rows, Member member)
    {
        if (!_facts.TryGetValue((rows.Id, member), out var facts))
            _facts.Add((rows.Id, member), facts = Read(rows, member));
        return facts;
    }

    private EvidenceFacts? Read(RowSet rows, Member member)
    {
        var store = new TransactionStore(Storage.StoreWith(rows, member.Id.Partition), TimeProvider.System, Options, NullLogger<TransactionStore>.Instance);
        var appends = Now(store.ReadAsync(member.Id, StreamHead.Empty, default));
        if (appends.Count == 0)
            return null;
        var told = new Known(Now(store.LoadAsync(member.Id, default))).Decided;
        var open = rows.Rows.FirstOrDefault(row => row.Key == TransactionRows.Open(member.Id));
        var report = subject.Child is { } child && member != child && Of(rows, child) is { End: not null }
            ? EvidenceVerifier.VerifyWithChild(Document(appends), Document(Now(store.ReadAsync(child.Id, StreamHead.Empty, default))))
            : EvidenceVerifier.Verify(Document(appends));
        return new EvidenceFacts(appends, open is null ? null : TransactionRows.DueOf(open), told, Breaches(report));
    }

    private static byte[] Document(IReadOnlyList<StoredAppend> appends) => Encoding.UTF8.GetBytes(Now(EvidenceDocument.BuildAsync(
        appends, EvidenceView.Pattern, (_, _) => throw new InvalidOperationException("No answer is large here."))).ToJsonString());

    private static IReadOnlyList<string> Breaches(VerificationReport report) => report.Outcome switch
    {
        VerificationOutcome.Holds => [],
        VerificationOutcome.Broken => [.. report.Broken.SelectMany(finding => finding.Breaches.Select(breach => $"verifier: {finding.Rule}: {breach}"))],
        _ => [$"verifier: {report.Reason}"],
    };

    private static T Now<T>(Task<T> task) => task.GetAwaiter().GetResult();
}
