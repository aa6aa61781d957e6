namespace ServerlessTx;

/// <summary>Commits to a store that may not answer at once.</summary>
internal static class PatientCommits
{
    /// <summary>A write that was not answered is sent again with these pauses.</summary>
    private static readonly TimeSpan[] Pauses = [.. new[] { 20, 100, 400, 1000 }.Select(ms => TimeSpan.FromMilliseconds(ms))];

    /// <returns>A conflict proves nothing once a send went unanswered: read back.</returns>
    /// <exception cref="StoreUnavailableException">It did not answer several times; the batch may stand all the same.</exception>
    public static async Task<CommitResult> CommitPatientlyAsync(
        this IPartitionStore store, string partition, IReadOnlyList<RowWrite> batch, TimeProvider time, CancellationToken cancellation)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                return await store.CommitAsync(partition, batch, cancellation);
            }
            catch (StoreUnavailableException) when (attempt < Pauses.Length)
            {
                await Task.Delay(Pauses[attempt], time, cancellation);
            }
        }
    }
}
