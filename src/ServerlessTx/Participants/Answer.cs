using System.Text.Json;

namespace ServerlessTx;

/// <summary>A participant's answer below the types that say who may refuse.</summary>
internal sealed record Answer(Verdict Verdict, JsonElement? Result = null, string? Reason = null)
{
    /// <summary>The version of its group's mode that the participant had been told of when it answered.</summary>
    public long? ModeTold { get; init; }

    public static Answer Done(object? result) => new(Verdict.Done, result is null ? null : WireJson.Keep(result));

    public static Answer Refused(string reason) => new(Verdict.Refused, Reason: reason);

    public static Answer Heuristic(string whatHappened) => new(Verdict.Heuristic, Reason: whatHappened);

    public StepAnswer<TResult> ToStep<TResult>() => Verdict is Verdict.Refused
        ? Refusal.Because(Reason!)
        : Result!.Value.Deserialize<TResult>(WireJson.Tolerant)!;

    public Conclusion ToConclusion() => Verdict is Verdict.Heuristic ? Conclusion.Heuristic(Reason!) : Conclusion.Done(Result);

    public Reservation ToReservation() => Verdict is Verdict.Refused ? Reservation.Refused(Reason!) : Reservation.Reserved(Result);

    public Vote ToVote() => Verdict is Verdict.Refused ? Vote.No(Reason!) : Vote.Prepared(Result);
}
