namespace ServerlessTx;

/// <summary>
/// Answers participants in doubt from the evidence. It knows no workflows, so that the participants of one can have it injected.
/// </summary>
internal sealed class Decisions(Turning turning, ITransactionDrivers drivers) : IDecisions
{
    public async Task<DecisionState?> AskAsync(TransactionId id, CancellationToken cancellation = default) =>
        DecisionState.Of(id, await WokenAsync(id, await turning.AtDeadlineAsync(id, cancellation)));

    public async Task<DecisionState?> TurnBackAsync(TransactionId id, string reason, string by, CancellationToken cancellation) =>
        DecisionState.Of(id, await WokenAsync(id, await turning.BackAsync(id, Turning.Said(reason), Turning.Person(by), cancellation)));

    /// <summary>A driver that waits learns at once of what was decided behind its back.</summary>
    private async Task<Standing?> WokenAsync(TransactionId id, Standing? standing)
    {
        if (standing is { Written: true })
            await drivers.WakeAsync(id);
        return standing;
    }
}
