using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;

namespace ServerlessTx.Verification;

/// <summary>Histories of locks, honest and forged.</summary>
internal static class LockHistories
{
    public const string Stock = "stock";

    /// <summary>One that was released, one that was lost, one that is held.</summary>
    public static byte[] Short() => Of(async (locks, time) =>
    {
        await locks.ReleaseAsync(await TakeAsync(locks, "ann"));
        await TakeAsync(locks, "bob");
        await Task.Delay(TimeSpan.FromMinutes(1), time);
        await TakeAsync(locks, "cleo");
    });

    /// <summary>One after so many holders.</summary>
    public static byte[] After(int holders) => Of(async (locks, _) =>
    {
        for (var i = 0; i < holders; i++)
            await locks.ReleaseAsync(await TakeAsync(locks, $"holder-{i}"));
    });

    public static byte[] Of(Func<ServerlessTx.Locks, TimeProvider, Task> act) => VirtualTime.Run(async time =>
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<TimeProvider>(time);
        services.AddServerlessTx(tx => tx.UseStore("memory", _ => new MemoryPartitionStore()));
        await using var provider = services.BuildServiceProvider();
        var locks = provider.GetRequiredService<ServerlessTx.Locks>();
        await act(locks, time);
        return Bytes((await locks.EvidenceAsync(Stock))!);
    });

    public static async Task<LockLease> TakeAsync(ServerlessTx.Locks locks, string owner) => Assert.IsType<LockAnswer.Held>(
        await locks.AcquireAsync(Stock, new LockTerms { Owner = owner, Retries = 0 })).Lease;

    /// <summary>The short one with its events changed, hashed anew, and the document that its events make.</summary>
    public static byte[] Forged(Action<List<JsonObject>> forge)
    {
        var events = JsonNode.Parse(Short())!["lock_history"]!["events"]!.AsArray().Select(happened => happened!.DeepClone().AsObject()).ToList();
        forge(events);
        var history = new LockHistory { Appends = [.. events.Select(happened => new JsonArray(happened.DeepClone()).ToJsonString())] };
        var last = events[^1];
        return Bytes(LockDocument.Of(new LockState
        {
            Resource = Stock,
            Token = long.Parse(last["lock_token"]!.ToString(), CultureInfo.InvariantCulture),
            Owner = last["type"]!.GetValue<string>() == LockEvent.Acquired ? last["lock_holder"]!.GetValue<string>() : null,
            History = history,
        })!);
    }

    private static byte[] Bytes(JsonObject document) => JsonSerializer.SerializeToUtf8Bytes(document, WireJson.Tolerant);
}
