using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace ServerlessTx;

/// <summary>Where aggregates' rows are. Their partitions are as many as the table has shards, and others than those of transactions.</summary>
internal sealed partial class AggregatePlaces(IPartitionStore store, int partitions)
{
    private readonly ShardMap _shards = new(store, new ServerlessTxOptions { Shards = partitions }, RandomNumberGenerator.Create());

    /// <summary>What an id is, for whoever sent another.</summary>
    public const string IdExpected = "a letter or digit and up to 127 letters, digits and _ . : - @ behind it";

    public static bool IsId(string text) => IdPattern().IsMatch(text);

    /// <summary>The stream of an aggregate; type and id hold no character that is greater than the separator of keys.</summary>
    /// <exception cref="ArgumentException">The id cannot be one.</exception>
    public static string StreamOf(string type, string id) => IsId(id)
        ? $"{type}:{id}"
        : throw new ArgumentException($"An aggregate's id is {IdExpected}; '{id}' was given.", nameof(id));

    public async Task<string> PartitionOfAsync(string stream, CancellationToken cancellation) =>
        $"g{await _shards.PickAsync(stream, cancellation):x2}";

    public async Task<IReadOnlyList<string>> PartitionsAsync(CancellationToken cancellation) =>
        [.. (await _shards.PartitionsAsync(cancellation)).Select(shard => $"g{shard}")];

    public static string SnapshotOf(string stream) => RowKinds.Snapshots + stream;

    public static string KeyOf(string stream, CommandTerms terms) => TransactionRows.Key(stream, terms.Caller, terms.IdempotencyKey!);

    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9_.:@-]{0,127}$", RegexOptions.CultureInvariant)]
    private static partial Regex IdPattern();
}
