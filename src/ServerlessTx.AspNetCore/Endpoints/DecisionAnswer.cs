namespace ServerlessTx.AspNetCore;

/// <summary>What is decided, for whoever waits for it.</summary>
/// <param name="TransactionId">The transaction.</param>
/// <param name="Decision">The decision's word, or <c>undecided</c>.</param>
/// <param name="Deadline">When asking turns an undecided one back.</param>
/// <param name="Reason">Why, of a decision that turns back.</param>
internal sealed record DecisionAnswer(string TransactionId, string Decision, DateTimeOffset Deadline, string? Reason)
{
    public static DecisionAnswer Of(DecisionState state) => new(state.TransactionId, WordOf(state.Decision), state.Deadline, state.Reason);

    public static string WordOf(Decision? decision) => decision?.Word() ?? "undecided";
}
