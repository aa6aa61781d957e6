namespace ServerlessTx;

/// <summary>Judges the document of a choreography: each service's chain by itself, then what the services recorded of each other's events.</summary>
internal static class ChoreographyVerifier
{
    public static VerificationReport Judge(PresentedChoreography presented, StreamHead? kept)
    {
        var chains = ChoreographyRulebook.Chain.Select(rule => rule.Judge(presented)).ToList();
        if (kept is not null)
            chains.Add(ChoreographyRulebook.KeptHeadIsExtended(kept).Judge(presented));
        if (chains.Any(finding => finding.State is FindingState.Broken))
            return Report([.. chains, .. ChoreographyRulebook.Records.Select(rule => rule.Unjudged()), ChoreographyRulebook.Document.Unjudged()]);
        try
        {
            return Judge(new ChoreographyTestimony(presented), chains);
        }
        catch (Exception wrong) when (wrong is not OutOfMemoryException)
        {
            // The rules trust that a record is of the kind that it says, and has no holes.
            return VerificationReport.Unreadable($"A record is not of the kind that it says: {wrong.Message}");
        }
    }

    private static VerificationReport Judge(ChoreographyTestimony told, IReadOnlyList<Finding> chains)
    {
        if (told.Hops.FirstOrDefault(hop => hop.Record is UnknownHop) is { Record: UnknownHop unknown } at)
            return VerificationReport.Unreadable($"Record {at.Version} of {at.Service}, '{unknown.Type}', is a kind of record that this verifier does not know: use a newer one.");
        if (told.Begins.Count == 0)
            return VerificationReport.Unreadable("No service has recorded the beginning: the owner's chain is missing.");
        return Report([.. chains, .. ChoreographyRulebook.Records.Select(rule => rule.Judge(told)), ChoreographyRulebook.Document.Judge(told)]) with
        {
            TransactionId = told.Began.SagaId,
            Workflow = told.Began.Definition.Name,
            Pattern = Pattern.Saga,
            End = told.Settled?.Status,
            Records = told.Hops.Count,
            Head = told.OwnerHead,
        };
    }

    private static VerificationReport Report(IReadOnlyList<Finding> findings) => new()
    {
        Outcome = findings.Any(finding => finding.State is FindingState.Broken) ? VerificationOutcome.Broken : VerificationOutcome.Holds,
        Findings = findings,
    };
}
