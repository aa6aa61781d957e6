using System.Collections.Concurrent;
using Azure.Data.Tables;

namespace ServerlessTx.Benchmarks;

/// <summary>Event streams as one would write them by hand: read what came behind the version that is known, then insert the next and its feed row.</summary>
internal sealed class HandStreams(TableClient table)
{
    private const int Shards = 16;

    private static readonly byte[] Event = [.. Enumerable.Repeat((byte)'x', 170)];

    private readonly ConcurrentDictionary<int, int> _versions = new();

    public async Task AppendAsync(int aggregate)
    {
        while (true)
        {
            var (partition, stream) = ($"g{aggregate % Shards:x2}", $"Benchmark:a{aggregate}");
            var version = _versions.GetValueOrDefault(aggregate);
            await foreach (var _ in table.QueryAsync<TableEntity>(row =>
                row.PartitionKey == partition && row.RowKey.CompareTo($"e|{stream}|{version + 1:D10}") >= 0 && row.RowKey.CompareTo($"e|{stream}}}") < 0))
                version++;
            try
            {
                await table.SubmitTransactionAsync(
                [
                    Add(new TableEntity(partition, $"e|{stream}|{version + 1:D10}") { ["payload"] = Event, ["previous_hash"] = new string('0', 64), ["count"] = "1" }),
                    Add(new TableEntity(partition, $"f|{stream}|{version + 1:D10}") { ["at"] = "2026-01-15T10:00:00.000Z" }),
                ]);
                _versions[aggregate] = version + 1;
                return;
            }
            catch (TableTransactionFailedException)
            {
                // Another writer was first: read again.
            }
        }
    }

    private static TableTransactionAction Add(TableEntity row) => new(TableTransactionActionType.Add, row);
}
