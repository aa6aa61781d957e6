namespace ServerlessTx;

/// <summary>Ends a wait early, in this process only: its content was appended first, and who wakes reads it there.</summary>
internal sealed class WakeUp
{
    private volatile TaskCompletionSource _called = New();

    public void Call() => _called.TrySetResult();

    public async Task WaitAsync(TimeSpan delay, TimeProvider time, CancellationToken cancellation)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        await Task.WhenAny(_called.Task, Task.Delay(delay, time, over.Token));
        // Not CancelAsync: it leaves for the thread pool, and a simulation whose time is virtual would not wait for that.
        over.Cancel();
        cancellation.ThrowIfCancellationRequested();
        if (_called.Task.IsCompleted)
            _called = New();
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
