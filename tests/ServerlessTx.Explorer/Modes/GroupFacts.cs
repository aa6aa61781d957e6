using System.Text;

namespace ServerlessTx.Explorer;

/// <summary>What stands in a group's stream, read record by record without the code that decides on it; and what the verifier says of it.</summary>
internal sealed class GroupFacts
{
    private readonly Dictionary<string, long> _acknowledged = [];
    private readonly Dictionary<string, OperationBuffered> _waiting = [];

    public GroupFacts(IReadOnlyList<StoredAppend> appends)
    {
        Records = [.. appends.SelectMany(ModeCodec.AllOf).Select(recorded => recorded.Record)];
        foreach (var record in Records)
            Take(record);
        Breaches = appends.Count == 0 ? [] : Verification.BreachesOf(ModeDocument.Of(appends));
    }

    public IReadOnlyList<ModeRecord> Records { get; }

    public Mode Mode { get; private set; }

    public IReadOnlyCollection<OperationBuffered> Waiting => _waiting.Values;

    /// <summary>An operation that was given up.</summary>
    public string? Conflict { get; private set; }

    public IReadOnlyList<string> Breaches { get; }

    public long Acknowledged(string side) => _acknowledged.GetValueOrDefault(side);

    private void Take(ModeRecord record)
    {
        switch (record)
        {
            case ModeSwitched switched:
                Mode = switched.To;
                break;
            case ModeAcknowledged told:
                _acknowledged[told.Side] = told.ModeVersion;
                break;
            case OperationBuffered buffered:
                _waiting[buffered.Operation] = buffered;
                break;
            case OperationApplied applied:
                _waiting.Remove(applied.Operation);
                break;
            case OperationWithdrawn withdrawn:
                _waiting.Remove(withdrawn.Operation);
                break;
            case OperationConflicted conflicted:
                Conflict = $"{conflicted.Operation} was refused: {conflicted.Reason}";
                break;
        }
    }
}

/// <summary>The verifier's word.</summary>
internal static class Verification
{
    public static IReadOnlyList<string> BreachesOf(System.Text.Json.Nodes.JsonObject document)
    {
        var report = EvidenceVerifier.Verify(Encoding.UTF8.GetBytes(document.ToJsonString()));
        return report.Outcome switch
        {
            VerificationOutcome.Holds => [],
            VerificationOutcome.Broken => [.. report.Broken.SelectMany(finding => finding.Breaches.Select(breach => $"verifier: {finding.Rule}: {breach}"))],
            _ => [$"verifier: {report.Reason}"],
        };
    }
}
