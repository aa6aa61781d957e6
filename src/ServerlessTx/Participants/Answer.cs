using System.Text.Json;

namespace ServerlessTx;

/// <summary>A participant's answer below the types that say who may refuse.</summary>
internal sealed record Answer(Verdict Verdict, JsonElement? Result = null, string? Reason = null)
{
    /// <summary>The version of its group's mode that the participant had been told of when it answered.</summary>
    public long? ModeTold { get; init; }

    public static Answer Done(object? result) => new(Verdict.Done, result switch
    {
        null => null,
        Kept kept => kept.Result,
        _ => WireJson.Keep(result),
    });

    public static Answer Refused(string reason) => new(Verdict.Refused, Reason: reason);

    public static Answer Heuristic(string whatHappened) => new(Verdict.Heuristic, Reason: whatHappened);

    public StepAnswer<TResult> ToStep<TResult>() => Verdict is Verdict.Refused
        ? Refusal.Because(Reason!)
        : Result!.Value.Deserialize<TResult>(WireJson.Tolerant)!;

    public Conclusion ToConclusion() => Verdict is Verdict.Heuristic ? Conclusion.Heuristic(Reason!) : Conclusion.Done(AsKept());

    public Reservation ToReservation() => Verdict is Verdict.Refused ? Reservation.Refused(Reason!) : Reservation.Reserved(AsKept());

    public Vote ToVote() => Verdict is Verdict.Refused ? Vote.No(Reason!) : Vote.Prepared(AsKept());

    private Kept? AsKept() => Result is { } result ? new(result) : null;

    /// <summary>A result on its way through a typed answer and back: it is JSON as we keep it, and not written and read once more.</summary>
    private sealed record Kept(JsonElement Result);
}
