namespace ServerlessTx;

/// <summary>
/// In one process those who use one key take turns, so that the second finds what the first recorded. It spares effects and promises
/// nothing: another process has turns of its own, and the record is what settles it.
/// </summary>
internal sealed class KeyTurns
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Task> _last = new(StringComparer.Ordinal);

    /// <summary>Waits for one's turn with a key; disposing what comes back ends it.</summary>
    public async Task<IDisposable> TakeAsync(string key, CancellationToken cancellation)
    {
        var turn = new Turn(this, key);
        var before = Enqueue(turn);
        try
        {
            await before.WaitAsync(cancellation);
            return turn;
        }
        catch
        {
            // Who gives up hands the turn on when it comes.
            _ = HandOnAsync(before, turn);
            throw;
        }
    }

    private static async Task HandOnAsync(Task before, Turn turn)
    {
        await before;
        turn.Dispose();
    }

    private Task Enqueue(Turn turn)
    {
        lock (_gate)
        {
            var before = _last.GetValueOrDefault(turn.Key, Task.CompletedTask);
            _last[turn.Key] = turn.End;
            return before;
        }
    }

    private void Leave(Turn turn)
    {
        lock (_gate)
        {
            if (_last.TryGetValue(turn.Key, out var last) && last == turn.End)
                _last.Remove(turn.Key);
        }
    }

    private sealed class Turn(KeyTurns turns, string key) : IDisposable
    {
        private readonly TaskCompletionSource _end = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public string Key => key;

        public Task End => _end.Task;

        public void Dispose()
        {
            turns.Leave(this);
            _end.TrySetResult();
        }
    }
}
