using System.Text.Json;

namespace ServerlessTx;

/// <summary>A participant's answer below the types that say who may refuse.</summary>
internal sealed record Answer(Verdict Verdict, JsonElement? Result = null, string? Reason = null)
{
    public static Answer Done(object? result) => new(Verdict.Done, result is null ? null : WireJson.Keep(result));

    public static Answer Refused(string reason) => new(Verdict.Refused, Reason: reason);

    public static Answer Heuristic(string whatHappened) => new(Verdict.Heuristic, Reason: whatHappened);
}
