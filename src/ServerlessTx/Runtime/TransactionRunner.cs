using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace ServerlessTx;

/// <summary>
/// The drivers of this process, one a transaction. A driver that fails leaves its transaction as it is: the evidence is all there is
/// to it, and recovery takes it up when it is due.
/// </summary>
internal sealed partial class TransactionRunner(
    TransactionStore store, CallEffect effect, ServerlessTxOptions options, TimeProvider time, ILogger<TransactionRunner> logger) : ITransactionDrivers
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentDictionary<string, Driver> _drivers = new();

    public Task StartAsync(TransactionId id, Workflow workflow, Appended.Loaded evidence, DateTimeOffset due, TimeSpan wait)
    {
        _ = Start(id, workflow, evidence, due);
        return Task.CompletedTask;
    }

    public Task<bool> DrivesAsync(TransactionId id, CancellationToken cancellation) => Task.FromResult(_drivers.ContainsKey(id.ToString()));

    public Task WakeAsync(TransactionId id)
    {
        if (_drivers.TryGetValue(id.ToString(), out var driver))
            driver.WakeUp.Call();
        return Task.CompletedTask;
    }

    public Task? Running(TransactionId id) => _drivers.TryGetValue(id.ToString(), out var driver) ? driver.Ended.Task : null;

    /// <summary>Starts a driver over evidence that is known, and does not wait for it. One that runs here already goes on.</summary>
    /// <param name="id">The transaction.</param>
    /// <param name="workflow">What it runs.</param>
    /// <param name="evidence">All that stands in its stream.</param>
    /// <param name="due">When it may be taken over.</param>
    /// <param name="handOver">Of a driver that cannot stay: what comes behind it.</param>
    public Task Start(TransactionId id, Workflow workflow, Appended.Loaded evidence, DateTimeOffset due, HandOver? handOver = null)
    {
        var driver = new Driver();
        var running = _drivers.GetOrAdd(id.ToString(), driver);
        if (ReferenceEquals(running, driver))
            _ = DriveAsync(id, workflow, evidence, due, driver, handOver);
        return running.Ended.Task;
    }

    /// <summary>Ends all drivers where they are. What they had not recorded is asked again by the next.</summary>
    public async Task StopAsync()
    {
        _stopping.Cancel();
        await Task.WhenAll(_drivers.Values.Select(driver => driver.Ended.Task));
    }

    private async Task DriveAsync(
        TransactionId id, Workflow workflow, Appended.Loaded evidence, DateTimeOffset due, Driver driver, HandOver? handOver)
    {
        try
        {
            var runtime = new InlineRuntime(id, workflow, store, effect, options, time, driver.WakeUp, _stopping.Token);
            runtime.Know(evidence, due);
            if (!await DriveAsync(id, workflow, evidence, runtime, handOver))
                await handOver!.ToNextAsync();
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

    /// <returns>False when it is to be handed over, whether its time was over or it failed.</returns>
    private async Task<bool> DriveAsync(TransactionId id, Workflow workflow, Appended.Loaded evidence, InlineRuntime runtime, HandOver? handOver)
    {
        if (handOver is null)
        {
            await TransactionDriver.DriveAsync(id, workflow, runtime, evidence);
            return true;
        }

        using var handing = new HandingOverRuntime(runtime, handOver.After, time);
        try
        {
            await TransactionDriver.DriveAsync(id, workflow, handing, evidence);
            return true;
        }
        catch (HandedOverException)
        {
            return false;
        }
        catch (Exception failure) when (!_stopping.IsCancellationRequested)
        {
            LogLeft(id.ToString(), failure);
            return false;
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
