namespace ServerlessTx.Verification;

/// <summary>Something done to the honest stream of a group, and every breach that is found then: rule, place and words.</summary>
internal sealed record ModeForgery(string What, Action<ModeStream> Do, params string[] Breaches)
{
    public VerificationReport Verify()
    {
        var stream = ModeStream.Honest();
        Do(stream);
        return EvidenceVerifier.Verify(stream.Document());
    }
}
