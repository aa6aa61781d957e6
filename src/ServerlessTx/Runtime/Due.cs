namespace ServerlessTx;

/// <summary>When a transaction may be taken over: a grace behind its last sign of life.</summary>
internal static class Due
{
    public static DateTimeOffset AtBegin(Started started, ServerlessTxOptions options) =>
        (started.StartsAt ?? started.At) + options.Grace + started.Definition.Policy.Timeout;

    /// <summary>Where the due moment goes when what follows could outlast it, or when less than half the grace is left.</summary>
    public static DateTimeOffset? Next(DateTimeOffset due, DateTimeOffset now, TimeSpan ahead, ServerlessTxOptions options) =>
        due - now < ahead + options.Grace / 2 ? now + ahead + options.Grace : null;
}
