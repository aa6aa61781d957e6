using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;

namespace ServerlessTx.Verification;

/// <summary>Histories of locks, honest and forged.</summary>
internal static class LockHistories
{
    public const string Stock = "stock";

    private static readonly Lazy<byte[]> Honest = new(PlayShort);

    /// <summary>Five events: ann acquired and released it, bob acquired and lost it, cleo acquired it.</summary>
    public static byte[] Short() => Honest.Value;

    private static byte[] PlayShort() => Of(async (locks, time) =>
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
    /// <param name="forge">What is done to the events, each of which stands in an append of its own.</param>
    /// <param name="before">How many acts are no longer kept in front of them.</param>
    public static JsonObject Forged(Action<List<JsonObject>> forge, int before = 0)
    {
        var events = JsonNode.Parse(Honest.Value)!["lock_history"]!["events"]!.AsArray().Select(happened => happened!.DeepClone().AsObject()).ToList();
        forge(events);
        var last = events[^1];
        return LockDocument.Of(new LockState
        {
            Resource = Stock,
            Token = long.Parse(last["lock_token"]!.ToString(), CultureInfo.InvariantCulture),
            Owner = last["type"]!.GetValue<string>() == LockEvent.Acquired ? last["lock_holder"]!.GetValue<string>() : null,
            History = new LockHistory
            {
                Before = before == 0 ? StreamHead.Empty : Gone(before),
                Appends = [.. events.Select(happened => new JsonArray(happened.DeepClone()).ToJsonString())],
            },
        })!;
    }

    /// <summary>The head of a history that is no longer kept.</summary>
    public static StreamHead Gone(int version) => new(version, ChainHash.Zero.Next(BitConverter.GetBytes(version)));

    public static byte[] Bytes(JsonObject document) => JsonSerializer.SerializeToUtf8Bytes(document, WireJson.Tolerant);
}
