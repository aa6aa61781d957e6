using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;

namespace ServerlessTx;

/// <summary>The streams of groups. What is known of one is kept, and only what came behind it is read.</summary>
internal sealed class ModeStore(
    [FromKeyedServices(ServerlessTxBuilder.EvidenceStore)] IPartitionStore store, TimeProvider time)
{
    public const string Partition = "modes";

    private readonly StreamStore _streams = new(store, time);
    private readonly ConcurrentDictionary<string, ModeState> _known = new();

    public async Task<ModeState> LoadAsync(string group, CancellationToken cancellation)
    {
        var state = _known.GetValueOrDefault(group, ModeState.Empty);
        foreach (var append in await _streams.ReadAsync(Partition, group, state.Head, cancellation))
            state = state.Apply(append);
        return Keep(group, state);
    }

    public Task<IReadOnlyList<StoredAppend>> ReadAsync(string group, CancellationToken cancellation) =>
        _streams.ReadAsync(Partition, group, StreamHead.Empty, cancellation);

    /// <summary>Decides on how the group stands, and appends if nobody else was first; else decides again.</summary>
    /// <param name="group">The group.</param>
    /// <param name="decide">Given how it stands, the records to append; none changes nothing.</param>
    /// <param name="cancellation">Ends the trying.</param>
    /// <returns>How it stood when it was decided, and how it stands then.</returns>
    public async Task<(ModeState Before, ModeState After)> ChangeAsync(
        string group, Func<ModeState, IEnumerable<ModeRecord>> decide, CancellationToken cancellation)
    {
        for (var round = 1; ; round++)
        {
            var before = await LoadAsync(group, cancellation);
            List<ModeRecord> records = [.. decide(before)];
            if (records.Count == 0)
                return (before, before);
            var append = ModeCodec.Seal(before.Head, [.. records.Select(record => record.WrittenAt(Stamp.NowBehind(time, before.Newest)))]);
            if (await _streams.AppendAsync(Partition, new StreamAppend(group, append), cancellation) is AppendResult.Appended or AppendResult.Overtaken)
                return (before, Keep(group, before.Apply(append)));
            await Task.Delay(CallPolicy.Contention.Pause(group, round), time, cancellation);
        }
    }

    private ModeState Keep(string group, ModeState state) =>
        _known.AddOrUpdate(group, state, (_, known) => known.Head.Version > state.Head.Version ? known : state);
}
