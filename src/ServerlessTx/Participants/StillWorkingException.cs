namespace ServerlessTx;

/// <summary>
/// A participant's way of saying that it has not done it yet and is at work on it: no answer, so the attempt counts as any unanswered one,
/// but the next is made no earlier than it asks for, as far as the longest pause of the call's policy allows.
/// </summary>
/// <param name="retryAfter">How long it asks to be left alone.</param>
public sealed class StillWorkingException(TimeSpan? retryAfter = null) : Exception("it is still at work on it")
{
    /// <summary>How long it asks to be left alone, if it said so.</summary>
    public TimeSpan? RetryAfter { get; } = retryAfter;
}
