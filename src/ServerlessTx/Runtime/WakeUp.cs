namespace ServerlessTx;

/// <summary>Ends a wait early, in this process only: its content was appended first, and who wakes reads it there.</summary>
internal sealed class WakeUp
{
    private CancellationTokenSource _called = new();

    public void Call() => Volatile.Read(ref _called).Cancel();

    public async Task WaitAsync(TimeSpan delay, TimeProvider time, CancellationToken cancellation)
    {
        var called = Volatile.Read(ref _called);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellation, called.Token);
        try
        {
            await Task.Delay(WholeMilliseconds.Up(delay), time, over.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // A call that comes from here on is for the next wait; what came before it is read behind this one.
            Volatile.Write(ref _called, new CancellationTokenSource());
        }
    }
}
