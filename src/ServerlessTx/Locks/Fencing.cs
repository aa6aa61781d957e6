namespace ServerlessTx;

/// <summary>What makes a lock safe: the resource itself refuses a token that is lower than the highest it has seen.</summary>
public static class Fencing
{
    private const string Fences = "f|";

    /// <summary>
    /// Admits a token in the batch of the effect: the fence's row is written with it, so that of two holders that write at one moment the
    /// one with the lower token fails.
    /// </summary>
    /// <param name="rows">The rows of the effect's batch.</param>
    /// <param name="resource">What is written under the lock. Its fence is the row <c>f|{resource}</c> of the effect's partition.</param>
    /// <param name="token">The writer's token.</param>
    /// <returns>False when a higher one was seen: refuse, and write nothing.</returns>
    public static async Task<bool> AdmitAsync(this BarrierRows rows, string resource, long token)
    {
        if (await rows.FindAsync<Fence>(Fences + resource) is { } fence && fence.Highest > token)
            return false;
        rows.Put(Fences + resource, new Fence(token));
        return true;
    }

    private sealed record Fence(long Highest);
}
