namespace ServerlessTx;

/// <summary>A queue whose messages are handed out whole. What the broker has of each goes with its lock.</summary>
internal sealed class ClaimCheckedQueue(IMessageQueue queue, ClaimCheck claims, string subscription) : IMessageQueue
{
    public TimeSpan LockDuration => queue.LockDuration;

    public async Task<IReadOnlyList<LockedMessage>> ReceiveAsync(int most, CancellationToken cancellation = default)
    {
        var whole = new List<LockedMessage>();
        foreach (var held in await queue.ReceiveAsync(most, cancellation))
        {
            if (await claims.CollectAsync(subscription, held.Message.Body, cancellation) is { } body)
                whole.Add(held with { Message = held.Message with { Body = body }, Sent = held.Message.Body });
            else
                await queue.SettleAsync(held, new Settlement.Complete(), cancellation);
        }

        return whole;
    }

    public Task<LockedMessage?> RenewAsync(LockedMessage message, CancellationToken cancellation = default) => queue.RenewAsync(message, cancellation);

    public async Task<bool> SettleAsync(LockedMessage message, Settlement settlement, CancellationToken cancellation = default)
    {
        if (settlement is Settlement.Complete)
            await claims.ForgetAsync(subscription, message.Sent, cancellation);
        return await queue.SettleAsync(message, settlement, cancellation);
    }
}
