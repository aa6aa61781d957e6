namespace ServerlessTx;

/// <summary>On what terms a command is handled.</summary>
public sealed record CommandTerms
{
    /// <summary>The version that the aggregate must be at; none takes it as it is.</summary>
    public long? ExpectedVersion { get; init; }

    /// <summary>
    /// A command that comes again under its key gets its first answer, whatever has happened since. A refusal changes nothing and is not
    /// kept: the same command may be accepted later.
    /// </summary>
    public string? IdempotencyKey { get; init; }

    /// <summary>Who asks: the scope of the key.</summary>
    public string Caller { get; init; } = "local";
}
