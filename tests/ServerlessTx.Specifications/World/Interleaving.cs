namespace ServerlessTx.Specifications;

/// <summary>
/// Runs several actors in every order of their store operations: each waits at its gate before an operation, and one gate at a time is opened.
/// </summary>
internal sealed class Interleaving(IReadOnlyList<int> choices, VirtualTime time)
{
    private readonly List<Gate> _gates = [];
    private readonly List<(int Choice, int Of)> _taken = [];

    /// <summary>The order that was run, for a failure's message.</summary>
    public string Order => string.Join("", _taken.Select(taken => taken.Choice));

    /// <summary>How long each operation takes.</summary>
    public TimeSpan Step { get; set; } = TimeSpan.FromMilliseconds(1);

    /// <summary>Runs a world in every order.</summary>
    /// <returns>How many there were.</returns>
    public static int Every(Func<VirtualTime, Interleaving, Task> run)
    {
        List<int>? choices = [];
        var orders = 0;
        for (; choices is not null; orders++)
        {
            choices = VirtualTime.Run(async time =>
            {
                var order = new Interleaving(choices, time);
                await run(time, order);
                return order.Next();
            });
        }

        return orders;
    }

    /// <summary>A store through the gate of one actor.</summary>
    public Gate Through(IPartitionStore store)
    {
        var gate = new Gate(store);
        _gates.Add(gate);
        return gate;
    }

    /// <summary>Until then the gates are open, so that what is read once in a life is in nobody's order.</summary>
    public void Close() => _gates.ForEach(gate => gate.Close());

    public async Task RunAsync(params Task[] actors)
    {
        while (!actors.All(actor => actor.IsCompleted))
        {
            // Virtual time passes only when everybody waits.
            await Task.Delay(Step, time);
            var waiting = _gates.Where(gate => gate.IsWaiting).ToList();
            if (waiting.Count == 0)
                continue;
            var choice = _taken.Count < choices.Count ? choices[_taken.Count] : 0;
            _taken.Add((choice, waiting.Count));
            waiting[choice].Open();
        }

        await Task.WhenAll(actors);
    }

    /// <summary>The next order in the tree of choices, or nothing behind the last.</summary>
    private List<int>? Next()
    {
        var last = _taken.FindLastIndex(taken => taken.Choice + 1 < taken.Of);
        return last < 0 ? null : [.. _taken.Take(last).Select(taken => taken.Choice), _taken[last].Choice + 1];
    }

    internal sealed class Gate(IPartitionStore store) : IPartitionStore
    {
        private readonly Queue<TaskCompletionSource> _waiting = new();
        private bool _isFree = true;

        public bool IsWaiting => _waiting.Count > 0;

        public void Open() => _waiting.Dequeue().SetResult();

        public void Close() => _isFree = false;

        /// <summary>What the actor leaves behind is in nobody's order any more.</summary>
        public void Free()
        {
            _isFree = true;
            while (IsWaiting)
                Open();
        }

        public async Task<RowPage> ReadAsync(string partition, RowQuery query, CancellationToken cancellation = default)
        {
            await PassAsync();
            return await store.ReadAsync(partition, query, cancellation);
        }

        public async Task<CommitResult> CommitAsync(string partition, IReadOnlyList<RowWrite> batch, CancellationToken cancellation = default)
        {
            await PassAsync();
            return await store.CommitAsync(partition, batch, cancellation);
        }

        private Task PassAsync()
        {
            if (_isFree)
                return Task.CompletedTask;
            var turn = new TaskCompletionSource();
            _waiting.Enqueue(turn);
            return turn.Task;
        }
    }
}
