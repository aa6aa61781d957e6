namespace ServerlessTx;

/// <summary>How the key of a subject stands.</summary>
public abstract record SubjectKey
{
    /// <summary>The bytes of a key.</summary>
    public const int Bytes = 32;

    private SubjectKey()
    {
    }

    /// <summary>There is none: nothing of the subject was ever sealed.</summary>
    public sealed record None : SubjectKey;

    /// <summary>It is kept.</summary>
    /// <param name="Key"><see cref="Bytes"/> bytes.</param>
    /// <param name="Since">When it was made.</param>
    public sealed record Kept(ReadOnlyMemory<byte> Key, DateTimeOffset Since) : SubjectKey;

    /// <summary>It is destroyed, for good.</summary>
    /// <param name="At">When.</param>
    /// <param name="By">Who did it.</param>
    /// <param name="Reason">Why, where it was said.</param>
    public sealed record Erased(DateTimeOffset At, string By, string? Reason) : SubjectKey;
}
