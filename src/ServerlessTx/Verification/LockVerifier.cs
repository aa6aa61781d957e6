namespace ServerlessTx;

/// <summary>Judges the document of a lock. Only the newest part of its history is kept, so the chain may stand on what is no longer there.</summary>
internal static class LockVerifier
{
    public static VerificationReport Judge(PresentedDocument presented, StreamHead? kept)
    {
        var start = StartOf(presented.Chain[0]);
        var chain = new ChainClaim(presented.Chain, presented.Head, kept, ChainContent.OfLockEvents) { Start = start };
        var links = Rulebook.Chain.Select(rule => rule.Judge(chain)).ToList();
        var heads = Rulebook.Heads(chain).Select(rule => kept?.Version < start.Version && rule == Rulebook.KeptHeadIsExtended ? TooOld(rule, start) : rule.Judge(chain));
        if (links.Any(finding => finding.State is FindingState.Broken))
            return EvidenceVerifier.Report([.. links, .. heads, .. LockRulebook.All.Select(rule => rule.Unjudged())]);
        var claim = new LockClaim(presented, chain);
        return EvidenceVerifier.Report([.. links, .. heads, .. LockRulebook.All.Select(rule => rule.Judge(claim))]) with
        {
            Lock = claim.Resource,
            Records = claim.Events.Count,
            Head = chain.Stored()[^1].Head,
        };
    }

    private static StreamHead StartOf(PresentedAppend first) =>
        first is { Version: > 1, PreviousHash: { Length: 64 } hash } && hash.All(char.IsAsciiHexDigitLower)
            ? new StreamHead(first.Version.Value - 1, ChainHash.Parse(hash))
            : StreamHead.Empty;

    private static Finding TooOld(Rule<ChainClaim> rule, StreamHead start) => rule.Unjudged() with
    {
        Breaches = [new Breach { Version = start.Version + 1, What = "the kept part of the history begins here, behind the head that was kept: keep a newer one" }],
    };
}
