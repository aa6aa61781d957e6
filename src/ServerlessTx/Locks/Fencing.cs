namespace ServerlessTx;

/// <summary>What makes a lock safe: the resource itself refuses a token that is lower than the highest it has seen.</summary>
public static class Fencing
{
    /// <summary>
    /// Admits a token in the batch of the effect: the fence's row is written with it, so that of two holders that write at one moment the
    /// one with the lower token fails.
    /// </summary>
    /// <param name="rows">The rows of the effect's batch.</param>
    /// <param name="fence">What is written under the lock, and the writer's token. The highest is kept in the row <c>g|{resource}</c> of the effect's partition.</param>
    /// <returns>False when a higher one was seen: refuse, and write nothing.</returns>
    /// <exception cref="ArgumentException">No lock can have such a name.</exception>
    public static Task<bool> AdmitAsync(this BarrierRows rows, Fence fence) => rows.AdmitAsync(fence.Resource, fence.Token);

    /// <inheritdoc cref="AdmitAsync(BarrierRows, Fence)"/>
    /// <param name="rows">The rows of the effect's batch.</param>
    /// <param name="resource">What is written under the lock.</param>
    /// <param name="token">The writer's token.</param>
    public static async Task<bool> AdmitAsync(this BarrierRows rows, string resource, long token)
    {
        if (!LockRows.IsResource(resource))
            throw LockRows.NoResource(resource);
        if (await rows.FindAsync<FenceRow>(RowKinds.Fences + resource) is { } fence && fence.Highest > token)
            return false;
        rows.Put(RowKinds.Fences + resource, new FenceRow(token));
        return true;
    }

    private sealed record FenceRow(long Highest);
}
