namespace ServerlessTx;

/// <summary>One caller's commit while it waits for a batch, or is on its way in one.</summary>
internal sealed class CommitMember(IReadOnlyList<RowWrite> batch)
{
    // Asynchronous continuations: a caller must not run on inside the batch that answers it, before its neighbours are answered.
    private readonly TaskCompletionSource<CommitResult> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public IReadOnlyList<RowWrite> Batch { get; } = batch;

    public int Bytes { get; } = batch.Sum(StoreLimits.SizeOf);

    /// <summary>Where traces and other ambient values of the caller hang; a batch is sent under those of its first member.</summary>
    public ExecutionContext? Context { get; } = ExecutionContext.Capture();

    public Task<CommitResult> Answer => _answer.Task;

    public bool IsAnswered => _answer.Task.IsCompleted;

    public void Tell(CommitResult result) => _answer.TrySetResult(result);

    public void Fail(Exception reason) => _answer.TrySetException(reason);

    /// <summary>Its writes may land all the same when its batch is on its way; one that still waits is left out.</summary>
    public void Cancel(CancellationToken cancellation) => _answer.TrySetCanceled(cancellation);
}
