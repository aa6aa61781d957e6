using System.Globalization;

namespace ServerlessTx;

/// <summary>
/// The moment before which every transaction has ended and may be purged. It only rises, and it is raised before anything goes: whoever
/// misses a row and reads the mark afterwards knows why the row is missing.
/// </summary>
/// <param name="store">Where it stands.</param>
/// <param name="time">What is young needs no look at it.</param>
/// <param name="of">The choreography whose runs it is about; without one it is about transactions.</param>
internal sealed class RetentionMark(IPartitionStore store, TimeProvider time, string? of = null) : IForgottenTransactions
{
    /// <summary>
    /// A begin lands at most so long after its id was made, and a call comes back from its barrier at most so long after it looked; so nothing
    /// younger is purged, whatever the options say.
    /// </summary>
    public static readonly TimeSpan Youngest = TimeSpan.FromHours(1);

    private const string Before = "before";

    /// <summary>Half of it is left for clocks that differ: what is younger cannot be behind the mark, and costs no read.</summary>
    private static readonly TimeSpan Fresh = Youngest / 2;

    private readonly string _key = RowKinds.Marks + (of is null ? "forgotten" : $"forgotten|{of}");

    public async Task<bool> IsForgottenAsync(string transactionId, CancellationToken cancellation = default) =>
        TransactionId.TryParse(transactionId, out var id)
        && id.StartedAt + Fresh < time.GetUtcNow()
        && id.StartedAt < (await ReadAsync(cancellation)).Moment;

    /// <summary>Raises the mark, unless it is that high already.</summary>
    /// <returns>Where it stands.</returns>
    public async Task<DateTimeOffset> RaiseAsync(DateTimeOffset to, CancellationToken cancellation)
    {
        var moment = Stamp.Truncate(to);
        while (true)
        {
            var (stands, eTag) = await ReadAsync(cancellation);
            if (stands >= moment)
                return stands;
            var columns = new Dictionary<string, string> { [Before] = moment.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture) };
            RowWrite raise = eTag is null ? new RowWrite.Insert(_key, default, columns) : new RowWrite.Replace(_key, eTag, default, columns);
            // Whoever loses reads what the winner wrote.
            if (await store.CommitAsync(MetaRow.Partition, [raise], cancellation) is CommitResult.Committed)
                return moment;
        }
    }

    private async Task<(DateTimeOffset Moment, string? ETag)> ReadAsync(CancellationToken cancellation) =>
        await store.ReadAsync(MetaRow.Partition, RowQuery.Single(_key), cancellation) is { Rows: [var row] }
            ? (DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(row.Columns[Before], CultureInfo.InvariantCulture)), row.ETag)
            : (DateTimeOffset.UnixEpoch, null);
}
