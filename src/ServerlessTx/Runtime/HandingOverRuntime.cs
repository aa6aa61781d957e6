namespace ServerlessTx;

/// <summary>
/// A runtime that stays with a transaction only so long and never waits. When its time is over no call is made any more and a call that
/// is out is left to the barrier; the round joins all the same, so what was answered is flushed before the delay unwinds the protocol.
/// </summary>
internal sealed class HandingOverRuntime : ITransactionRuntime, IDisposable
{
    private readonly ITransactionRuntime _inner;
    private readonly CancellationTokenSource _over;

    public HandingOverRuntime(ITransactionRuntime inner, TimeSpan after, TimeProvider time) =>
        (_inner, _over) = (inner, new CancellationTokenSource(after, time));

    public Task<Appended> AppendAsync(PendingAppend pending) => _inner.AppendAsync(pending);

    public async Task<Invoked> InvokeAsync(PendingAppend pending, CallName call, int attempt, TimeSpan timeout)
    {
        var appended = pending.Records.Count == 0 ? new Appended.Stands(pending.Head) : await _inner.AppendAsync(pending);
        if (appended is not Appended.Stands stands || _over.IsCancellationRequested)
            return new Invoked(appended);
        try
        {
            return await _inner.InvokeAsync(pending with { Head = stands.Head, Records = [] }, call, attempt, timeout).WaitAsync(_over.Token);
        }
        catch (OperationCanceledException) when (_over.IsCancellationRequested)
        {
            return new Invoked(appended);
        }
    }

    public Task<Appended> DelayAsync(TimeSpan delay, StreamHead head) => throw new HandedOverException();

    public Task<Waited> WaitAsync(DateTimeOffset moment, StreamHead head) => throw new HandedOverException();

    public void Dispose() => _over.Dispose();
}
