namespace ServerlessTx.Verification;

/// <summary>A participant's barrier as an operator reaches it: what stands in it, or what it is told.</summary>
internal sealed class HandBarrier(string service, BarrierAnswer? stands = null) : IParticipantBarrier
{
    public string Service => service;

    public Task<BarrierAnswer> ConcludeAsync(
        string transactionId, string branch, Phase phase, BarrierAnswer answer, CancellationToken cancellation = default) => Task.FromResult(stands ?? answer);
}
