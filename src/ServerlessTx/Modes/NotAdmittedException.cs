namespace ServerlessTx;

/// <summary>Nothing was begun: the mode of the workflow's group does not admit it now. The same request may be sent again.</summary>
public sealed class NotAdmittedException : Exception
{
    internal NotAdmittedException(string group, Mode mode, string reason, string message, TimeSpan retryAfter) : base(message) =>
        (Group, Mode, Reason, RetryAfter) = (group, mode, reason, retryAfter);

    /// <summary>The group.</summary>
    public string Group { get; }

    /// <summary>Its mode.</summary>
    public Mode Mode { get; }

    /// <summary>Why, as a code: <c>failing_back</c>, <c>beyond_escrow</c>, <c>buffer_full</c> or <c>amount_over_buffer</c>.</summary>
    public string Reason { get; }

    /// <summary>When it is worth asking again.</summary>
    public TimeSpan RetryAfter { get; }
}
