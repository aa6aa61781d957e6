namespace ServerlessTx.Benchmarks;

/// <summary>Accounts between which money is transferred: ours, or the peer's.</summary>
internal interface IBank : IAsyncDisposable
{
    /// <summary>Tries once.</summary>
    /// <returns>Whether it was committed; otherwise nothing was moved.</returns>
    Task<bool> TransferAsync(int from, int to);

    /// <summary>What is left behind that should not be: money made or lost, locks held.</summary>
    Task<string> FaultsAsync(int accounts);
}
