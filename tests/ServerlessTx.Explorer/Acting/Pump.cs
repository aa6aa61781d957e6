namespace ServerlessTx.Explorer;

/// <summary>Runs what an actor's tasks post, on the thread that calls it, until nothing is left that could run.</summary>
internal sealed class Pump : SynchronizationContext
{
    private readonly Queue<(SendOrPostCallback Callback, object? State)> _ready = new();

    public override void Post(SendOrPostCallback d, object? state) => _ready.Enqueue((d, state));

    public override void Send(SendOrPostCallback d, object? state) => d(state);

    public void Run(Action first)
    {
        var before = Current;
        SetSynchronizationContext(this);
        try
        {
            first();
            while (_ready.TryDequeue(out var next))
                next.Callback(next.State);
        }
        finally
        {
            SetSynchronizationContext(before);
        }
    }
}
