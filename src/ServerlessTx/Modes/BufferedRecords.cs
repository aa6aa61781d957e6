namespace ServerlessTx;

/// <summary>
/// A degraded transaction ends with its operations buffered, and its records say whether they are to be applied: they stay until none of them
/// waits, for however long a side is away or a conflict lies with an operator.
/// </summary>
internal sealed class BufferedRecords(ModeRegistry groups, ModeStore store) : IKeepsRecords
{
    public async Task<DateTimeOffset?> OldestAsync(CancellationToken cancellation)
    {
        DateTimeOffset? oldest = null;
        foreach (var group in groups.All)
        {
            foreach (var waiting in (await store.LoadAsync(group.Name, cancellation)).Waiting.Values)
            {
                if (TransactionId.Parse(waiting.Is.TransactionId).StartedAt is var began && !(began >= oldest))
                    oldest = began;
            }
        }

        return oldest;
    }
}
