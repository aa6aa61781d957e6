namespace ServerlessTx;

/// <summary>Judges the document of a group: its chain, then what was switched, promised and applied.</summary>
internal static class ModeVerifier
{
    public static VerificationReport Judge(PresentedDocument presented, StreamHead? kept)
    {
        var chain = new ChainClaim(presented.Chain, presented.Head, kept, ChainContent.OfModes);
        List<Finding> links = [.. Rulebook.Chain.Concat(Rulebook.Heads(chain)).Select(rule => rule.Judge(chain))];
        if (links.Any(finding => finding.State is FindingState.Broken))
            return Report([.. links, .. ModeRulebook.Records.Select(rule => rule.Unjudged()), ModeRulebook.Document.Unjudged()]);
        try
        {
            var told = new PresentedModes(presented, chain);
            if (told.Records.FirstOrDefault(recorded => recorded.Record is UnknownModeRecord) is { Record: UnknownModeRecord unknown } at)
                return VerificationReport.Unreadable($"Record {at.Version}, '{unknown.Type}', is a kind of record that this verifier does not know: use a newer one.");
            return Report([.. links, .. ModeRulebook.Records.Select(rule => rule.Judge(told)), ModeRulebook.Document.Judge(told)]) with
            {
                Workflow = (told.Records[0].Record as ModeDeclared)?.Declaration.Group,
                Records = told.Records.Count,
                Head = told.Appends[^1].Head,
            };
        }
        catch (Exception wrong) when (wrong is not OutOfMemoryException)
        {
            // The rules trust that a record is of the kind that it says, and has no holes.
            return VerificationReport.Unreadable($"A record is not of the kind that it says: {wrong.Message}");
        }
    }

    private static VerificationReport Report(IReadOnlyList<Finding> findings) => new()
    {
        Outcome = findings.Any(finding => finding.State is FindingState.Broken) ? VerificationOutcome.Broken : VerificationOutcome.Holds,
        Findings = findings,
    };
}
