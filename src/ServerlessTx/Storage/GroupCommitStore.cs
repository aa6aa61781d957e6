namespace ServerlessTx;

/// <summary>
/// Commits of one partition that arrive while a batch of it is on its way go together in the next. Nobody waits for company:
/// a lone commit is sent at once, and a busy partition shares its requests among all who use it.
/// </summary>
/// <remarks>
/// Commits that touch one row never share a batch, and each row sees its commits in their order of arrival. A member whose condition
/// does not hold gets its own conflict, counted in its own batch; the others are sent again without it. When a send is not answered every
/// member of it hears so and reads back for itself. A commit that is cancelled while it waits is not sent; later, it may have landed.
/// The store below must end every call: one that never returns holds its partition for ever.
/// </remarks>
public sealed class GroupCommitStore : IPartitionStore
{
    private readonly Lock _gate = new();
    private readonly IPartitionStore _store;
    private readonly int _mostOnTheirWay;
    private readonly Dictionary<string, CommitLane> _lanes = new(StringComparer.Ordinal);
    private readonly Queue<CommitLane> _ready = new();
    private int _onTheirWay;

    /// <summary>Groups the commits to a store.</summary>
    /// <param name="store">Where the batches go, and the reads.</param>
    /// <param name="mostOnTheirWay">
    /// The most batches on their way at once in the whole store, at least 1; without it one for each partition. A store that is one
    /// thread, such as Azurite, answers sooner when few are.
    /// </param>
    public GroupCommitStore(IPartitionStore store, int? mostOnTheirWay = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(mostOnTheirWay ?? 1, 1, nameof(mostOnTheirWay));
        _store = store;
        _mostOnTheirWay = mostOnTheirWay ?? int.MaxValue;
    }

    /// <inheritdoc/>
    public Task<RowPage> ReadAsync(string partition, RowQuery query, CancellationToken cancellation = default) =>
        _store.ReadAsync(partition, query, cancellation);

    /// <inheritdoc/>
    public async Task<CommitResult> CommitAsync(string partition, IReadOnlyList<RowWrite> batch, CancellationToken cancellation = default)
    {
        // Alone with its fault: a batch that breaks a limit would take its neighbours down.
        StoreLimits.Check(partition, batch);
        cancellation.ThrowIfCancellationRequested();
        var member = new CommitMember(batch);
        using var givingUp = cancellation.UnsafeRegister(static (waiting, token) => ((CommitMember)waiting!).Cancel(token), member);
        Arrive(partition, member);
        SendNext();
        return await member.Answer;
    }

    private void Arrive(string partition, CommitMember member)
    {
        lock (_gate)
        {
            if (!_lanes.TryGetValue(partition, out var lane))
            {
                _lanes.Add(partition, lane = new CommitLane(partition));
                _ready.Enqueue(lane);
            }

            lane.Add(member);
        }
    }

    // Every arrival and every end calls this once, and each makes room for one batch at most: nothing ready is left while there is room.
    private void SendNext() => NextGroup()?.Start(SendAsync);

    private async Task SendAsync(CommitGroup group)
    {
        await group.SettleAsync(_store);
        Leave(group.Lane);
        // A store that answers at once would otherwise recurse from batch to batch, and keep its caller for all who come.
        await Task.Yield();
        SendNext();
    }

    private CommitGroup? NextGroup()
    {
        lock (_gate)
        {
            if (_onTheirWay == _mostOnTheirWay || !_ready.TryDequeue(out var lane))
                return null;
            _onTheirWay++;
            return lane.Take();
        }
    }

    private void Leave(CommitLane lane)
    {
        lock (_gate)
        {
            _onTheirWay--;
            if (lane.IsEmpty)
                _lanes.Remove(lane.Partition);
            else
                _ready.Enqueue(lane);
        }
    }
}
