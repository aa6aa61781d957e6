namespace ServerlessTx.AzureQueues;

/// <summary>
/// Bodies that are too large for a queue, each in a row of its subscription's own. The row is called after the message's id: publishing again
/// finds it there.
/// </summary>
internal sealed class ClaimCheck(IPartitionStore store, string subscription)
{
    /// <summary>Behind base64 a queue's message has room for 48 KiB; half of that is left for whatever else will be said.</summary>
    public const int LargestBody = 32 * 1024;

    private string Partition => $"claims-{subscription}";

    public bool IsFor(Envelope envelope) => envelope.Body!.Length > LargestBody;

    /// <summary>Leaves the body in a row, before the message goes.</summary>
    public async Task<Envelope> LeaveAsync(Envelope envelope, CancellationToken cancellation)
    {
        var claim = $"c|{HashedKey.Of(envelope.Id)}";
        await store.CommitAsync(Partition, [new RowWrite.Insert(claim, envelope.Body)], cancellation);
        return envelope with { Body = null, Claim = claim };
    }

    /// <returns>The body; nothing when its row is gone, which it is only behind a completion of the same message.</returns>
    public async Task<ReadOnlyMemory<byte>?> CollectAsync(Envelope envelope, CancellationToken cancellation)
    {
        if (envelope.Claim is not { } claim)
            return envelope.Body ?? [];
        var page = await store.ReadAsync(Partition, RowQuery.Single(claim), cancellation);
        return page.Rows is [var row] ? row.Payload : null;
    }

    public async Task ForgetAsync(Envelope envelope, CancellationToken cancellation)
    {
        if (envelope.Claim is { } claim)
            await store.CommitAsync(Partition, [new RowWrite.Delete(claim, RowWrite.AnyETag)], cancellation);
    }
}
