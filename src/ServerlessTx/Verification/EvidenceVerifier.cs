namespace ServerlessTx;

/// <summary>
/// Judges evidence without the code that made it and without a network. It says nothing about a whole stream that was forged consistently
/// by somebody who may write the table: only a seal outside the table could.
/// </summary>
public static class EvidenceVerifier
{
    private const string NoParent = "Only a transaction has children, and this document is about something else: verify the two by themselves.";

    /// <summary>Judges an evidence document, as it was served.</summary>
    /// <param name="document">Its bytes: UTF-8 JSON.</param>
    /// <param name="kept">The head of an earlier reading of the same transaction, aggregate or lock.</param>
    /// <returns>What holds and what does not. Whatever the bytes are, there is a report.</returns>
    public static VerificationReport Verify(ReadOnlyMemory<byte> document, StreamHead? kept = null)
    {
        try
        {
            if (PresentedChoreography.TryRead(document) is { } choreography)
                return ChoreographyVerifier.Judge(choreography, kept);
            var presented = PresentedDocument.Read(document);
            if (presented.IsOfModes)
                return ModeVerifier.Judge(presented, kept);
            if (presented.Aggregate is not null)
                return JudgeAggregate(new ChainClaim(presented.Chain, presented.Head, kept, ChainContent.OfEvents), presented);
            if (presented.Lock is not null)
                return LockVerifier.Judge(presented, kept);
            return Judge(new ChainClaim(presented.Chain, presented.Head, kept), presented);
        }
        catch (UnreadableEvidenceException unreadable)
        {
            return VerificationReport.Unreadable(unreadable.Message);
        }
    }

    /// <summary>Judges a transaction's document, and whether the document of a child is the one that it quotes.</summary>
    /// <param name="parent">The parent's bytes.</param>
    /// <param name="child">The child's.</param>
    /// <param name="kept">The head of an earlier reading of the parent.</param>
    /// <returns>The parent's report, with one finding more where the parent's chain holds. What is no transaction has no children, and is unreadable as a parent.</returns>
    public static VerificationReport VerifyWithChild(ReadOnlyMemory<byte> parent, ReadOnlyMemory<byte> child, StreamHead? kept = null)
    {
        var (report, alone) = (Verify(parent, kept), Verify(child));
        if (Told(parent, report) is not { } told)
            return report.Outcome is VerificationOutcome.Holds ? VerificationReport.Unreadable(NoParent) : report;
        var finding = FamilyRules.ChildIsAsItsParentSays.Judge(new FamilyClaim(told, Told(child, alone), alone));
        var all = Report([.. report.Findings, finding]);
        return report with { Outcome = all.Outcome, Reason = all.Reason, Findings = all.Findings };
    }

    /// <summary>The records of a transaction's document; none where its chain does not hold, or where it is about something else.</summary>
    private static Testimony? Told(ReadOnlyMemory<byte> document, VerificationReport report)
    {
        // A choreography has an id too, and as many chains as services.
        if (report.TransactionId is null || PresentedChoreography.TryRead(document) is not null)
            return null;
        var presented = PresentedDocument.Read(document);
        return new Testimony(new ChainClaim(presented.Chain, presented.Head, kept: null).Stored());
    }

    /// <summary>Judges a stream where it stands, without a document.</summary>
    internal static VerificationReport Verify(IReadOnlyList<StoredAppend> appends, StreamHead? kept = null) => Judge(
        new ChainClaim(
            [.. appends.Select(append => new PresentedAppend
            {
                Version = append.Version,
                Count = append.Count,
                Payload = append.Payload.ToArray(),
                PreviousHash = append.PreviousHash.ToString(),
                Hash = append.Hash.ToString(),
            })],
            head: null,
            kept),
        presented: null);

    private static VerificationReport Judge(ChainClaim chain, PresentedDocument? presented)
    {
        var links = Rulebook.Chain.Append(Rulebook.BeginsWithTheBegin).Select(rule => rule.Judge(chain)).ToList();
        var heads = Rulebook.Heads(chain).Select(rule => rule.Judge(chain));
        if (links.Any(finding => finding.State is FindingState.Broken))
        {
            // Records that are not what was stored prove nothing, for or against anybody.
            return Report([.. links, .. heads, Rulebook.RecordsAreKnown.Unjudged(),
                .. Rulebook.Records.Select(rule => rule.Unjudged()), .. Rulebook.Document.Select(rule => rule.Unjudged())]);
        }

        var told = new Testimony(chain.Stored());
        var known = Rulebook.RecordsAreKnown.Judge(told);
        return Report(
            [.. links, .. heads,
                known with { State = known.State is FindingState.Broken ? FindingState.NotJudged : known.State },
                .. Rulebook.Records.Where(rule => rule.Of is null || rule.Of == told.Pattern).Select(rule => rule.Judge(told)),
                .. presented is null ? [] : JudgeDocument(new DocumentClaim(presented, told))]) with
        {
            TransactionId = told.Begin.TransactionId,
            Workflow = told.Definition.Name,
            Pattern = told.Pattern,
            End = (told.End?.Record as Ended)?.Status,
            Records = told.Records.Count,
            Head = told.Appends[^1].Head,
        };
    }

    private static VerificationReport JudgeAggregate(ChainClaim chain, PresentedDocument presented)
    {
        var links = Rulebook.Chain.Select(rule => rule.Judge(chain)).ToList();
        var heads = Rulebook.Heads(chain).Select(rule => rule.Judge(chain));
        if (links.Any(finding => finding.State is FindingState.Broken))
            return Report([.. links, .. heads, .. AggregateRulebook.All.Select(rule => rule.Unjudged())]);

        var claim = new AggregateClaim(presented, chain);
        return Report([.. links, .. heads, .. AggregateRulebook.Judge(claim)]) with
        {
            Aggregate = claim.Stream,
            Records = claim.Events.Count,
            Head = chain.Stored()[^1].Head,
        };
    }

    private static IEnumerable<Finding> JudgeDocument(DocumentClaim claim) => Rulebook.Document.Select(rule => rule.Judge(claim));

    internal static VerificationReport Report(IReadOnlyList<Finding> findings)
    {
        var unjudged = findings.FirstOrDefault(finding => finding.State is FindingState.NotJudged);
        var outcome = findings.Any(finding => finding.State is FindingState.Broken) ? VerificationOutcome.Broken
            : unjudged is null ? VerificationOutcome.Holds
            : VerificationOutcome.Unreadable;
        return new VerificationReport
        {
            Outcome = outcome,
            Reason = outcome is VerificationOutcome.Unreadable ? unjudged!.Breaches[0].ToString() : null,
            Findings = findings,
        };
    }
}
