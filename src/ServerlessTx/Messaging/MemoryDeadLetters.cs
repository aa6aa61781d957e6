namespace ServerlessTx;

/// <summary>The dead letters of a queue in memory, in the order in which they came.</summary>
internal sealed class MemoryDeadLetters(MemoryQueue queue) : IDeadLetterQueue
{
    private readonly Lock _gate = new();
    private readonly List<DeadMessage> _dead = [];
    private long _count;

    public void Add(OutgoingMessage message, Settlement.DeadLetter letter, int deliveries, DateTimeOffset at)
    {
        lock (_gate)
            _dead.Add(new(LetterName.Of(++_count), message.Id, message.Type, message.Body, letter.Reason, letter.Kept, deliveries, at));
    }

    public Task<IReadOnlyList<DeadMessage>> ReadAsync(string? after = null, int most = IDeadLetterQueue.MostAtOnce, CancellationToken cancellation = default)
    {
        lock (_gate)
            return Task.FromResult<IReadOnlyList<DeadMessage>>([.. _dead.Where(dead => string.CompareOrdinal(dead.Letter, after) > 0).Take(most)]);
    }

    public Task<DeadMessage?> FindAsync(string letter, CancellationToken cancellation = default)
    {
        lock (_gate)
            return Task.FromResult(_dead.Find(dead => dead.Letter == letter));
    }

    public async Task<bool> PutBackAsync(string letter, CancellationToken cancellation = default)
    {
        if (await FindAsync(letter, cancellation) is not { } found)
            return false;
        lock (_gate)
        {
            if (!_dead.Remove(found))
                return false;
        }

        queue.Put(new OutgoingMessage(found.Id, found.Type, found.Body), TimeSpan.Zero);
        return true;
    }
}
