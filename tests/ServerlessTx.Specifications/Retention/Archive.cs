using System.Text.Json;

namespace ServerlessTx.Specifications;

internal sealed record Counter(int Times);

internal sealed record LateCall(string TransactionId, string Branch, Phase Phase) : IBarrierCall
{
    public CancellationToken Cancellation => default;
}

/// <summary>A world with retention, and a participant whose barrier rows are purged with it.</summary>
internal sealed class Archive : IBarrierPartitions
{
    public const string Partition = "p";

    private readonly Barrier _barrier;

    public Archive(VirtualTime time, IPartitionStore? store = null, IPartitionStore? participant = null, TimeSpan? retention = null)
    {
        Options = new ServerlessTxOptions { Shards = 1, Retention = retention ?? TimeSpan.FromDays(2) };
        World = new World(time, configure: options => options.Retention = Options.Retention, store: store);
        Store = participant ?? new MemoryPartitionStore();
        _barrier = new Barrier(Store, time, World.Get<IForgottenTransactions>());
        Purge = new Purge(
            World.Transactions, World.Get<StreamPurge>(), new BarrierPurge(World.Transactions, [this]), World.Get<ShardMap>(), Options, time, []);
    }

    public ServerlessTxOptions Options { get; }

    public World World { get; }

    /// <summary>The participant's.</summary>
    public IPartitionStore Store { get; }

    public Purge Purge { get; }

    public Task<IReadOnlyList<string>> PartitionsAsync(CancellationToken cancellation = default) => Task.FromResult<IReadOnlyList<string>>([Partition]);

    /// <summary>A transaction that has come to its end, its participant called on the way.</summary>
    public async Task<TransactionId> EndedAsync(string? key = null, params Phase[] called)
    {
        var started = await World.StartAsync(key: key);
        foreach (var phase in called)
            await CallAsync(started.Id, phase);
        await World.EndAsync(started.Id);
        return started.Id;
    }

    /// <summary>Calls the participant, whose effect is counted; its answer in words.</summary>
    public async Task<string> CallAsync(TransactionId id, Phase phase)
    {
        var call = new LateCall(id.ToString(), "branch", phase);
        if (phase is Phase.Try)
            return JsonSerializer.Serialize((await _barrier.TryAsync(call, Partition, async rows => await CountAsync(rows, Reservation.Reserved()))).ToAnswer(), WireJson.Tolerant);
        if (phase.MayRefuse())
            return JsonSerializer.Serialize((await _barrier.StepAsync<Counter>(call, Partition, async rows => await CountAsync(rows, new Counter(1)))).ToAnswer(), WireJson.Tolerant);
        return JsonSerializer.Serialize((await _barrier.ConcludeAsync(call, Partition, async rows => await CountAsync(rows, Conclusion.Done()))).ToAnswer(), WireJson.Tolerant);
    }

    /// <summary>How often the participant did something.</summary>
    public static async Task<int> EffectsAsync(IPartitionStore participant) =>
        (await new BarrierRows(participant, Partition, null, default).FindAsync<Counter>("effects"))?.Times ?? 0;

    public Task<int> EffectsAsync() => EffectsAsync(Store);

    private static async Task<T> CountAsync<T>(BarrierRows rows, T answer)
    {
        var counter = await rows.FindAsync<Counter>("effects") ?? new Counter(0);
        rows.Put("effects", new Counter(counter.Times + 1));
        return answer;
    }
}
