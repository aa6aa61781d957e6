namespace ServerlessTx.Functions.Tests;

/// <summary>
/// The one thread of an orchestrator: what it awaits of its context comes back here while a turn runs. Whatever comes back at another
/// moment, or from another thread, was awaited outside the context, and no replay would see it again.
/// </summary>
internal sealed class OrchestratorThread : SynchronizationContext
{
    private readonly Queue<(SendOrPostCallback Callback, object? State)> _ready = new();
    private int? _running;

    public bool WasCalledFromOutside { get; private set; }

    public override void Post(SendOrPostCallback d, object? state)
    {
        if (_running == Environment.CurrentManagedThreadId)
            _ready.Enqueue((d, state));
        else
            WasCalledFromOutside = true;
    }

    public override void Send(SendOrPostCallback d, object? state) => throw new NotSupportedException("An orchestrator is posted to.");

    /// <summary>Runs a step, and all that it made ready.</summary>
    public void Run(Action step)
    {
        var before = Current;
        SetSynchronizationContext(this);
        _running = Environment.CurrentManagedThreadId;
        try
        {
            step();
            while (_ready.TryDequeue(out var next))
                next.Callback(next.State);
        }
        finally
        {
            _running = null;
            SetSynchronizationContext(before);
        }
    }
}
