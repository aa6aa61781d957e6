namespace ServerlessTx.AspNetCore;

/// <summary>How a subject stands, in an answer.</summary>
internal sealed record SubjectAnswer
{
    public required string Subject { get; init; }

    public required string Status { get; init; }

    public DateTimeOffset? Since { get; init; }

    public DateTimeOffset? ErasedAt { get; init; }

    public string? By { get; init; }

    public string? Reason { get; init; }

    public static SubjectAnswer? Of(string subject, SubjectKey key) => key switch
    {
        SubjectKey.Kept kept => new() { Subject = subject, Status = "kept", Since = kept.Since },
        SubjectKey.Erased erased => new() { Subject = subject, Status = "erased", ErasedAt = erased.At, By = erased.By, Reason = erased.Reason },
        _ => null,
    };
}
