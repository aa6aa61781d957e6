using System.Globalization;

namespace ServerlessTx;

/// <summary>
/// The newest version of a group's mode that a participant has been told of, beside its business rows. A store has no condition without a
/// write, so an accepted call writes back what it read; several rows that always say the same keep calls from meeting in one.
/// </summary>
/// <param name="Told">The version.</param>
/// <param name="Writes">What makes an acceptance conditional on it, and teaches it to a participant that has not heard of it.</param>
internal sealed record ModeFence(long Told, IReadOnlyList<RowWrite> Writes)
{
    /// <summary>What a first-phase call hears whose mode has been superseded.</summary>
    public const string Superseded = "mode_superseded";

    private const int Stripes = 8;
    private const string Version = "version";

    /// <returns>Nothing for a call that belongs to no mode, or that concludes what was begun: those are always served.</returns>
    public static async Task<ModeFence?> OfAsync(IPartitionStore store, string partition, IBarrierCall call)
    {
        if (call.Mode?.Mode is not { } pinned || !call.Phase.IsFirst())
            return null;
        var row = await store.FindAsync(partition, Key(pinned.Group, StripeOf(call.TransactionId)), call.Cancellation);
        var told = row is null ? 0 : VersionOf(row);
        return new ModeFence(told, pinned.Version > told
            ? Raise(pinned.Group, pinned.Version, await StripesAsync(store, partition, pinned.Group, call.Cancellation))
            : row is null ? [] : [Write(row.Key, row, told)]);
    }

    public bool Refuses(PinnedMode pinned) => pinned.Version < Told;

    /// <summary>Tells a participant. Told of an older version than it knows, it keeps what it knows.</summary>
    /// <returns>The version that it knows then.</returns>
    public static async Task<long> TellAsync(IPartitionStore store, string partition, string group, long version, CancellationToken cancellation)
    {
        while (true)
        {
            var stripes = await StripesAsync(store, partition, group, cancellation);
            if (stripes.Count == Stripes && stripes.Min(VersionOf) is var told && told >= version)
                return told;
            if (await store.CommitAsync(partition, Raise(group, version, stripes), cancellation) is CommitResult.Committed)
                return version;
        }
    }

    private static async Task<IReadOnlyList<Row>> StripesAsync(IPartitionStore store, string partition, string group, CancellationToken cancellation) =>
        (await store.ReadAsync(partition, RowQuery.Prefix($"{RowKinds.Marks}{group}|"), cancellation)).Rows;

    /// <summary>
    /// Whoever raises them writes all, on the condition that nobody else has raised the first: calls that only pass by, which touch one each,
    /// hardly get in the way.
    /// </summary>
    private static IReadOnlyList<RowWrite> Raise(string group, long version, IReadOnlyList<Row> stripes) =>
    [
        .. Enumerable.Range(0, Stripes).Select(stripe =>
        {
            var key = Key(group, stripe);
            var row = stripes.FirstOrDefault(row => row.Key == key);
            return Write(key, stripe == 0 ? row : row is null ? null : row with { ETag = RowWrite.AnyETag }, version);
        }),
    ];

    private static RowWrite Write(string key, Row? row, long version)
    {
        var columns = new Dictionary<string, string> { [Version] = version.ToString(CultureInfo.InvariantCulture) };
        return row is null ? new RowWrite.Insert(key, default, columns) : new RowWrite.Replace(key, row.ETag, default, columns);
    }

    private static long VersionOf(Row row) => long.Parse(row.Columns[Version], CultureInfo.InvariantCulture);

    private static int StripeOf(string transactionId) => transactionId.Aggregate(0, (sum, letter) => (sum * 31 + letter) % Stripes);

    private static string Key(string group, int stripe) => $"{RowKinds.Marks}{group}|{stripe}";
}
