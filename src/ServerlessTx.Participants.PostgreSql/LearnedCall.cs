namespace ServerlessTx.Participants.PostgreSql;

/// <summary>A call that nobody made: what the coordinator would ask, learned by asking it, or known from an operator.</summary>
internal sealed record LearnedCall(string TransactionId, string Branch, Phase Phase, CancellationToken Cancellation) : IBarrierCall;
