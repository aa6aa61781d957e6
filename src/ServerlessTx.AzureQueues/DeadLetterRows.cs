using System.Globalization;

namespace ServerlessTx.AzureQueues;

/// <summary>
/// The dead letters of one subscription, each a row: a storage queue shows no more than its first 32 messages, and takes out what it hands
/// over. Rows are read in pages, found by their names, and one letter that is written twice is one.
/// </summary>
internal sealed class DeadLetterRows(IPartitionStore store, string subscription, Func<Envelope, CancellationToken, Task> send)
{
    private string Partition => $"dead-{subscription}";

    public Task AddAsync(HeldMessage held, Settlement.DeadLetter letter, int deliveries, DateTimeOffset at, CancellationToken cancellation) => store.CommitAsync(
        Partition,
        [
            new RowWrite.Insert(RowKinds.DeadLetters + held.Letter, held.Envelope.Body, new Dictionary<string, string>
            {
                ["id"] = held.Envelope.Id,
                ["type"] = held.Envelope.Type,
                ["reason"] = letter.Reason,
                ["description"] = letter.Kept,
                ["deliveries"] = deliveries.ToString(CultureInfo.InvariantCulture),
                ["at"] = at.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture),
            }),
        ],
        cancellation);

    public async Task<IReadOnlyList<DeadMessage>> ReadAsync(string? after, int most, CancellationToken cancellation)
    {
        var query = RowQuery.Prefix(RowKinds.DeadLetters, most);
        return await store.ReadAllAsync(Partition, after is null ? query : query.After(RowKinds.DeadLetters + after), cancellation).Take(most).Select(Read).ToListAsync(cancellation);
    }

    public async Task<DeadMessage?> FindAsync(string letter, CancellationToken cancellation) =>
        (await store.ReadAsync(Partition, RowQuery.Single(RowKinds.DeadLetters + letter), cancellation)).Rows is [var row] ? Read(row) : null;

    public async Task<bool> PutBackAsync(string letter, CancellationToken cancellation)
    {
        if (await FindAsync(letter, cancellation) is not { } found)
            return false;
        // Sent first: whoever vanishes in between leaves two of it, and not none.
        await send(new Envelope { Id = found.Id, Type = found.Type, Body = found.Body.ToArray() }, cancellation);
        await store.CommitAsync(Partition, [new RowWrite.Delete(RowKinds.DeadLetters + letter, RowWrite.AnyETag)], cancellation);
        return true;
    }

    private static DeadMessage Read(Row row) => new(
        row.Key[RowKinds.DeadLetters.Length..], row.Columns["id"], row.Columns["type"], row.Payload, row.Columns["reason"], row.Columns["description"],
        int.Parse(row.Columns["deliveries"], CultureInfo.InvariantCulture),
        DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(row.Columns["at"], CultureInfo.InvariantCulture)));
}
