namespace ServerlessTx.Processes;

/// <summary>What a process writes, line by line, for those who wait for a line.</summary>
internal sealed class OutputLines
{
    private readonly Lock _gate = new();
    private readonly List<string> _lines = [];
    private readonly List<(Func<string, bool> Wanted, TaskCompletionSource<string?> Found)> _waiting = [];
    private bool _ended;

    public IReadOnlyList<string> SoFar
    {
        get
        {
            lock (_gate)
                return [.. _lines];
        }
    }

    /// <summary>The first such line, or null when the output ends without one.</summary>
    public Task<string?> FirstAsync(Func<string, bool> wanted)
    {
        lock (_gate)
        {
            if (_ended || _lines.Any(wanted))
                return Task.FromResult(_lines.FirstOrDefault(wanted));
            var found = new TaskCompletionSource<string?>(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add((wanted, found));
            return found.Task;
        }
    }

    public async Task ReadAsync(StreamReader output)
    {
        while (await output.ReadLineAsync() is { } line)
            Add(line);
        lock (_gate)
        {
            _ended = true;
            _waiting.ForEach(waiter => waiter.Found.TrySetResult(null));
        }
    }

    private void Add(string line)
    {
        lock (_gate)
        {
            _lines.Add(line);
            foreach (var waiter in _waiting.Where(waiter => waiter.Wanted(line)))
                waiter.Found.TrySetResult(line);
        }
    }
}
