namespace ServerlessTx;

/// <summary>Dead letters that are shown whole. What is put back goes as it lies there, and its body stays where it is.</summary>
internal sealed class ClaimCheckedDeadLetters(IDeadLetterQueue dead, ClaimCheck claims, string subscription) : IDeadLetterQueue
{
    public async Task<IReadOnlyList<DeadMessage>> ReadAsync(
        string? after = null, int most = IDeadLetterQueue.MostAtOnce, CancellationToken cancellation = default)
    {
        var letters = await dead.ReadAsync(after, most, cancellation);
        return await Task.WhenAll(letters.Select(letter => WholeAsync(letter, cancellation)));
    }

    public async Task<DeadMessage?> FindAsync(string letter, CancellationToken cancellation = default) =>
        await dead.FindAsync(letter, cancellation) is { } found ? await WholeAsync(found, cancellation) : null;

    public Task<bool> PutBackAsync(string letter, CancellationToken cancellation = default) => dead.PutBackAsync(letter, cancellation);

    /// <summary>Without its row it was completed beside its death; then there is nothing left to show.</summary>
    private async Task<DeadMessage> WholeAsync(DeadMessage letter, CancellationToken cancellation) =>
        letter with { Body = await claims.CollectAsync(subscription, letter.Body, cancellation) ?? default };
}
