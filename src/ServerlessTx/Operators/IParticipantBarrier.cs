namespace ServerlessTx;

/// <summary>
/// A participant's barrier as an operator reaches it: what a person concludes is written there first, so that an old message cannot
/// repeat or contradict it.
/// </summary>
public interface IParticipantBarrier
{
    /// <summary>The service whose barrier it is.</summary>
    string Service { get; }

    /// <summary>Records an answer for a phase, unless one stands.</summary>
    /// <returns>What stands: this one, or what the participant itself had answered.</returns>
    Task<BarrierAnswer> ConcludeAsync(
        string transactionId, string branch, Phase phase, BarrierAnswer answer, CancellationToken cancellation = default);
}

/// <summary>An answer as a barrier keeps it.</summary>
/// <param name="Verdict">Done, refused or heuristic.</param>
/// <param name="Result">What was done.</param>
/// <param name="Reason">Why it was refused, or what happened instead.</param>
public sealed record BarrierAnswer(Verdict Verdict, System.Text.Json.JsonElement? Result = null, string? Reason = null);
