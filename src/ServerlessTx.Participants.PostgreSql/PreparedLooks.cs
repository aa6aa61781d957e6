namespace ServerlessTx.Participants.PostgreSql;

/// <summary>
/// Looks at prepared transactions, one look at a time: who comes while the server is being looked at shares the next look. Nobody waits for
/// company, and a busy server makes its list of locks once for all who have just prepared.
/// </summary>
internal sealed class PreparedLooks(PostgreSqlDatabase database)
{
    private readonly Lock _gate = new();
    private readonly List<Gid> _asked = [];
    private Task<IReadOnlyDictionary<Gid, PreparedLook>> _next = Task.FromResult<IReadOnlyDictionary<Gid, PreparedLook>>(new Dictionary<Gid, PreparedLook>());
    private Task _last = Task.CompletedTask;

    /// <summary>For one who is on the way to the server, and can look there without another round trip if nobody else looks.</summary>
    /// <returns>The turn, which ends when it is disposed; nothing where somebody has it.</returns>
    public IDisposable? TryTakeTurn()
    {
        lock (_gate)
        {
            if (!_last.IsCompleted)
                return null;
            var turn = new Turn();
            _last = turn.Ended;
            return turn;
        }
    }

    /// <returns>What the server shows of it, at a moment behind this call.</returns>
    public async Task<PreparedLook> AtAsync(Gid gid, CancellationToken cancellation)
    {
        Task<IReadOnlyDictionary<Gid, PreparedLook>> looks;
        lock (_gate)
        {
            if (_asked.Count == 0)
                _last = _next = LookAsync(behind: _last);
            _asked.Add(gid);
            looks = _next;
        }

        return (await looks.WaitAsync(cancellation))[gid];
    }

    private async Task<IReadOnlyDictionary<Gid, PreparedLook>> LookAsync(Task behind)
    {
        // Its failure is told to those who wait for it.
        await behind.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding);
        var gids = TakeAsked();
        // It is for all of them, and none may end it for the others.
        await using var connection = await database.OpenToConcludeAsync();
        await using var batch = connection.Batch(PreparedLook.Select(gids));
        await using var reader = await batch.ExecuteReaderAsync();
        return await PreparedLook.ReadAsync(reader, gids, CancellationToken.None);
    }

    private Gid[] TakeAsked()
    {
        lock (_gate)
        {
            Gid[] taken = [.. _asked];
            _asked.Clear();
            return taken;
        }
    }

    private sealed class Turn : IDisposable
    {
        private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Ended => _ended.Task;

        public void Dispose() => _ended.SetResult();
    }
}
