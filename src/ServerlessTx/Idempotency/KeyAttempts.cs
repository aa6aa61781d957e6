using System.Globalization;
using System.Security.Cryptography;

namespace ServerlessTx;

/// <summary>
/// The replays of a key: a row each, up to the hundredth, beside the key's own. They are evidence of the attempts and nothing rests on them,
/// so a hundred that come at once may leave a few more.
/// </summary>
internal sealed class KeyAttempts(TransactionStore store, TimeProvider time, RandomNumberGenerator random)
{
    public const int Most = 100;

    private const string Unrecorded = "unrecorded_effect";

    /// <summary>A key that expired and is used again begins a new generation; the attempts of the old are not its own.</summary>
    public static string Prefix(string rowKey, string generation) => $"{rowKey}|{generation}|";

    /// <summary>Leaves a row for a replay.</summary>
    /// <param name="partition">Where the key's row is.</param>
    /// <param name="rowKey">The key's row.</param>
    /// <param name="generation">What the key names: a transaction's id, or the owner of a recorded result.</param>
    /// <param name="unrecordedEffect">Whether this attempt ran its effect and found another's result recorded.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task LeaveAsync(string partition, string rowKey, string generation, bool unrecordedEffect, CancellationToken cancellation)
    {
        var standing = await store.Rows.ReadAsync(partition, RowQuery.Prefix(Prefix(rowKey, generation), Most, withPayload: false), cancellation);
        await LeaveAsync(partition, rowKey, generation, standing.Rows.Count, unrecordedEffect, cancellation);
    }

    /// <summary>The same where it is known how many there are.</summary>
    public async Task LeaveAsync(string partition, string rowKey, string generation, int replays, bool unrecordedEffect, CancellationToken cancellation)
    {
        if (replays >= Most)
            return;
        var prefix = Prefix(rowKey, generation);
        var stamp = time.GetUtcNow().ToUnixTimeMilliseconds().ToString("D15", CultureInfo.InvariantCulture);
        var row = new RowWrite.Insert(
            $"{prefix}{stamp}-{random.Hex(4)}",
            default,
            unrecordedEffect ? new Dictionary<string, string> { [Unrecorded] = "true" } : RowWrite.NoColumns);
        await store.Rows.CommitAsync(partition, [row], cancellation);
    }

    /// <summary>The replays of a generation, oldest first.</summary>
    public async Task<IReadOnlyList<KeyAttempt>> ReadAsync(string partition, string rowKey, string generation, CancellationToken cancellation)
    {
        var prefix = Prefix(rowKey, generation);
        var attempts = new List<KeyAttempt>();
        await foreach (var row in store.Rows.ReadAllAsync(partition, RowQuery.Prefix(prefix, withPayload: false), cancellation))
            attempts.Add(new(StampOf(row.Key[prefix.Length..]), row.Columns.ContainsKey(Unrecorded)));
        return attempts.Take(Most).ToList();
    }

    private static DateTimeOffset StampOf(string rest) =>
        DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(rest.AsSpan(0, rest.IndexOf('-')), CultureInfo.InvariantCulture));
}

/// <summary>A replay of a key.</summary>
/// <param name="At">When it came.</param>
/// <param name="UnrecordedEffect">It had run its effect before it found another's result.</param>
internal sealed record KeyAttempt(DateTimeOffset At, bool UnrecordedEffect);
