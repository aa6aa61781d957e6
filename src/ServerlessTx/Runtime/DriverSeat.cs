namespace ServerlessTx;

/// <summary>The place of a transaction's one driver in this process, taken before there is one. It is given up with the driver, or unused.</summary>
internal sealed class DriverSeat(TransactionRunner runner, TransactionId id) : IDisposable
{
    private readonly TaskCompletionSource _left = new();
    private bool _isDriven;

    public TransactionId Id => id;

    public WakeUp WakeUp { get; } = new();

    /// <summary>Completed as the last act of a driver, so what goes on from it may go on at once.</summary>
    public Task Left => _left.Task;

    /// <summary>Starts the driver over evidence that is known, and does not wait for it.</summary>
    public void Drive(Workflow workflow, Appended.Loaded evidence, DateTimeOffset due)
    {
        _isDriven = true;
        _ = DriveAsync(workflow, evidence, due);
    }

    /// <summary>Gives up a seat that no driver was put on.</summary>
    public void Dispose()
    {
        if (!_isDriven)
            Leave();
    }

    private async Task DriveAsync(Workflow workflow, Appended.Loaded evidence, DateTimeOffset due)
    {
        await runner.DriveAsync(this, workflow, evidence, due);
        Leave();
    }

    private void Leave()
    {
        runner.Free(id);
        _left.TrySetResult();
    }
}
