namespace ServerlessTx;

/// <summary>All that is recorded of one call: what it returned, and the attempts before it that brought no answer.</summary>
/// <param name="Name">The call.</param>
/// <param name="Answer">Its first answer, which is what it returned for ever; none yet while it is asked.</param>
/// <param name="Silent">The recorded attempts without an answer.</param>
internal sealed record CallStory(CallName Name, Recorded? Answer, IReadOnlyList<Unanswered> Silent)
{
    public Answered? Answered => (Answered?)Answer?.Record;

    public Verdict? Verdict => Answered?.Verdict;

    public bool IsDone => Verdict is ServerlessTx.Verdict.Done;

    /// <summary>The participant may hold an effect of it: it did it, or nobody knows. A refusal is known.</summary>
    public bool MayHaveRun => Verdict is null ? Silent.Count > 0 : Verdict is not ServerlessTx.Verdict.Refused;

    /// <summary>Nothing is recorded of it: it was not reached.</summary>
    public bool IsUnheardOf => Answer is null && Silent.Count == 0;

    public int Attempts => Math.Max(Answered?.Attempt ?? 0, Silent.Select(attempt => attempt.Attempt).DefaultIfEmpty().Max());

    /// <summary>When it was first asked, as far as that was recorded.</summary>
    public DateTimeOffset? AskedAt => Silent.Select(attempt => attempt.AskedAt).Append(Answered?.AskedAt).Min();

    /// <summary>The stamp of its answer; without one, of its last attempt.</summary>
    public DateTimeOffset? At => Answered?.At ?? Silent.Select(attempt => (DateTimeOffset?)attempt.At).Max();

    /// <summary>From the first attempt to the answer.</summary>
    public long? DurationMs => Answered is { AskedAt: not null } answered ? (long)(answered.At - AskedAt!.Value).TotalMilliseconds : null;

    /// <summary>Why there is no yes.</summary>
    public string? Error => Answer is null ? Silent.Select(attempt => attempt.Error).LastOrDefault() : Answered!.Reason;

    /// <summary>What <see cref="Error"/> is called in a vote's document.</summary>
    public string ErrorKey => Verdict switch
    {
        null => "error",
        ServerlessTx.Verdict.Heuristic => "what_happened",
        _ => "reason",
    };
}
