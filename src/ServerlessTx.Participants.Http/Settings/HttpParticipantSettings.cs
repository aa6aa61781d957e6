namespace ServerlessTx.Participants.Http;

/// <summary>What configuration says of a service. The defaults, meanings and rules are in <see cref="HttpSettingsTable"/>.</summary>
internal sealed record HttpParticipantSettings
{
    public required string Name { get; init; }

    /// <summary>Ends with a slash.</summary>
    public Uri? BaseAddress { get; init; }

    public TimeSpan Timeout { get; init; }

    public int Concurrency { get; init; }

    public WebhookSecret? Secret { get; init; }

    public WebhookSecret? SecondSecret { get; init; }

    public BearerToken? BearerToken { get; init; }

    public bool Tcc { get; init; }

    public bool TwoPhaseCommit { get; init; }

    public IReadOnlyList<HttpOperation> Operations { get; init; } = [];

    public bool IsAskedByName => Tcc || TwoPhaseCommit || Operations.Count > 0;

    public CallAuthentication Authentication =>
        BearerToken ?? (Secret is null ? CallAuthentication.None : new WebhookSignature(SecondSecret is null ? [Secret] : [Secret, SecondSecret]));
}
