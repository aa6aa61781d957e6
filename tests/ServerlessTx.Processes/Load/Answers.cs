using System.Collections.Concurrent;

namespace ServerlessTx.Processes;

/// <summary>What all clients were answered: one transaction for each key, however often and of whomever it was asked.</summary>
internal sealed class Answers
{
    private readonly ConcurrentDictionary<string, string> _ids = new();
    private readonly ConcurrentQueue<LoadRequest> _requests = new();
    private readonly ConcurrentQueue<string> _faults = new();
    private readonly ConcurrentDictionary<int, TaskCompletionSource> _waiting = new();
    private int _count;

    public IReadOnlyDictionary<string, string> Ids => _ids;

    public IReadOnlyCollection<string> Faults => _faults;

    public int Count => Volatile.Read(ref _count);

    public void Add(LoadRequest request, string id)
    {
        if (_ids.TryAdd(request.Key, id))
            _requests.Enqueue(request);
        else if (_ids[request.Key] != id)
            Fault($"the key {request.Key} was answered with {_ids[request.Key]} and with {id}");
        var count = Interlocked.Increment(ref _count);
        if (_waiting.TryRemove(count, out var reached))
            reached.TrySetResult();
    }

    public void Fault(string what) => _faults.Enqueue(what);

    /// <summary>A request that was answered long ago, if there is one.</summary>
    public LoadRequest? TakeOld() => _requests.TryDequeue(out var request) ? request : null;

    /// <summary>Completes with so many answers from now.</summary>
    public Task MoreAsync(int answers)
    {
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var at = Count + Math.Max(answers, 1);
        _waiting[at] = reached;
        // It may have gone by while we registered.
        if (Count >= at && _waiting.TryRemove(at, out _))
            reached.TrySetResult();
        return reached.Task;
    }
}
