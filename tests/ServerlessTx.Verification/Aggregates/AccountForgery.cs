namespace ServerlessTx.Verification;

/// <summary>Something done to the honest stream of an account or to its document, and every breach that is found then: rule, place and words.</summary>
internal sealed record AccountForgery(string What, Action<AccountStream> Do, params string[] Breaches)
{
    public VerificationReport Verify()
    {
        var stream = AccountStream.Honest();
        Do(stream);
        return EvidenceVerifier.Verify(stream.Bytes());
    }
}
