using System.Runtime.CompilerServices;
using System.Text.Json;

namespace ServerlessTx.Samples.Tests;

/// <summary>Rows as an older version stored them. They are never changed: this code, and all that comes, must go on from them.</summary>
internal static class GoldenRows
{
    private static readonly JsonSerializerOptions Indented = new(WireJson.Tolerant) { WriteIndented = true };

    /// <summary>Writes the file of this version where there is none: <c>UPDATE_EVIDENCE=1</c>.</summary>
    public static async Task KeepAsync(string file, IPartitionStore store, IEnumerable<string> partitions)
    {
        if (File.Exists(file) || Environment.GetEnvironmentVariable("UPDATE_EVIDENCE") != "1")
            return;
        var kept = new List<KeptRow>();
        foreach (var partition in partitions.Distinct())
        {
            await foreach (var row in store.ReadAllAsync(partition, new RowQuery(" ", "~")))
                kept.Add(new KeptRow(partition, row.Key, row.Payload.ToArray(), row.Columns));
        }

        File.WriteAllText(file, JsonSerializer.Serialize(kept, Indented) + "\n");
    }

    public static async Task<MemoryPartitionStore> RestoreAsync(string file)
    {
        var store = new MemoryPartitionStore();
        foreach (var row in JsonSerializer.Deserialize<IReadOnlyList<KeptRow>>(File.ReadAllBytes(file), WireJson.Tolerant)!)
            Assert.IsType<CommitResult.Committed>(await store.CommitAsync(row.Partition, [new RowWrite.Insert(row.Key, row.Payload, row.Columns)]));
        return store;
    }

    public static string Folder([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "Golden");

    private sealed record KeptRow(string Partition, string Key, byte[] Payload, IReadOnlyDictionary<string, string> Columns);
}
