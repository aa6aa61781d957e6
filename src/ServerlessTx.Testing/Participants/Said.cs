using System.Text.Json;

namespace ServerlessTx.Testing;

/// <summary>What a call brought: an answer, or an exception, which is none.</summary>
internal sealed record Said(Answer? Answer, Exception? Silence = null)
{
    public bool IsDone => Answer?.Verdict is Verdict.Done;

    public bool IsRefused => Answer?.Verdict is Verdict.Refused;

    public bool IsHeuristic => Answer?.Verdict is Verdict.Heuristic;

    /// <summary>The verdict, and why, without what was reported beside it.</summary>
    public string WithoutResult() => (Answer is null ? this : this with { Answer = Answer with { Result = null } }).ToString();

    public override string ToString() => Answer switch
    {
        null => $"threw {Silence!.GetType().Name}: {Silence.Message}",
        { Verdict: Verdict.Done, Result: { } result } => $"done {JsonSerializer.Serialize(result)}",
        { Verdict: Verdict.Done } => "done",
        { Verdict: var verdict, Reason: var reason } => $"{verdict.Word()}: {reason}",
    };
}
