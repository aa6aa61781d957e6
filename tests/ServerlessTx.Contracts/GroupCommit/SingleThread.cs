using System.Collections.Concurrent;

namespace ServerlessTx.Contracts;

/// <summary>A synchronization context of one thread, as a simulation lends it: whoever blocks it never ends.</summary>
public sealed class SingleThread : SynchronizationContext
{
    private readonly BlockingCollection<(SendOrPostCallback Callback, object? State)> _posted = [];

    public override void Post(SendOrPostCallback d, object? state) => _posted.Add((d, state));

    /// <summary>Runs a method and all its continuations on the calling thread.</summary>
    public static void Run(Func<Task> method)
    {
        var previous = Current;
        var thread = new SingleThread();
        SetSynchronizationContext(thread);
        try
        {
            var running = method();
            running.ContinueWith(_ => thread._posted.CompleteAdding(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            foreach (var (callback, state) in thread._posted.GetConsumingEnumerable())
                callback(state);
            running.GetAwaiter().GetResult();
        }
        finally
        {
            SetSynchronizationContext(previous);
        }
    }
}
