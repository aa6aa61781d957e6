using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace ServerlessTx;

/// <summary>
/// The drivers of this process, one a transaction. A driver that fails leaves its transaction as it is: the evidence is all there is
/// to it, and recovery takes it up when it is due.
/// </summary>
internal sealed partial class TransactionRunner(
    TransactionStore store, ServerlessTxOptions options, TimeProvider time, ILogger<TransactionRunner> logger)
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentDictionary<string, Driver> _drivers = new();

    public bool Drives(TransactionId id) => _drivers.ContainsKey(id.ToString());

    /// <summary>Starts a driver over evidence that is known, and does not wait for it. One that runs here already goes on.</summary>
    public Task Start(TransactionId id, Workflow workflow, Appended.Loaded evidence, DateTimeOffset due)
    {
        var driver = new Driver();
        var running = _drivers.GetOrAdd(id.ToString(), driver);
        if (ReferenceEquals(running, driver))
            _ = DriveAsync(id, workflow, evidence, due, driver);
        return running.Ended.Task;
    }

    /// <summary>Has a driver that waits here look at its stream now.</summary>
    public void Wake(TransactionId id)
    {
        if (_drivers.TryGetValue(id.ToString(), out var driver))
            driver.WakeUp.Call();
    }

    /// <summary>The end of the driver that runs here, if one does.</summary>
    public Task? Running(TransactionId id) => _drivers.TryGetValue(id.ToString(), out var driver) ? driver.Ended.Task : null;

    /// <summary>Ends all drivers where they are. What they had not recorded is asked again by the next.</summary>
    public async Task StopAsync()
    {
        _stopping.Cancel();
        await Task.WhenAll(_drivers.Values.Select(driver => driver.Ended.Task));
    }

    private async Task DriveAsync(TransactionId id, Workflow workflow, Appended.Loaded evidence, DateTimeOffset due, Driver driver)
    {
        try
        {
            var runtime = new InlineRuntime(id, workflow, store, options, time, driver.WakeUp, _stopping.Token);
            runtime.Know(evidence, due);
            await TransactionDriver.DriveAsync(id, workflow, runtime, evidence);
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
        }
        catch (Exception failure)
        {
            LogLeft(id.ToString(), failure);
        }
        finally
        {
            _drivers.TryRemove(id.ToString(), out _);
            driver.Ended.TrySetResult();
        }
    }

    [LoggerMessage(LogLevel.Warning, "Transaction {Id} is left to recovery: its driver failed.")]
    private partial void LogLeft(string id, Exception failure);

    private sealed class Driver
    {
        public WakeUp WakeUp { get; } = new();

        /// <summary>Completed as the last act of a driver, so what goes on from it may go on at once.</summary>
        public TaskCompletionSource Ended { get; } = new();
    }
}
