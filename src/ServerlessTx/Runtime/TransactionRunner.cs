using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace ServerlessTx;

/// <summary>
/// The drivers of this process, one a transaction. One that loses the store goes on when it is back; one that fails leaves its transaction
/// as it is: the evidence is all there is to it, and recovery takes it up when it is due.
/// </summary>
internal sealed partial class TransactionRunner(
    TransactionStore store, CallEffect effect, ServerlessTxOptions options, TimeProvider time, Lazy<ChildNotices> notices, ILogger<TransactionRunner> logger) : ITransactionDrivers
{
    private static readonly TimeSpan[] Pauses = [.. new[] { 0.5, 1, 2, 5 }.Select(TimeSpan.FromSeconds)];

    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentDictionary<string, DriverSeat> _seats = new();

    public IDisposable? TryKeep(TransactionId id)
    {
        var seat = NewSeat(id);
        return _seats.TryAdd(id.ToString(), seat) ? seat : null;
    }

    public Task StartAsync(TransactionId id, Workflow workflow, Appended.Loaded evidence, DateTimeOffset due, TimeSpan wait)
    {
        _ = Start(id, workflow, evidence, due);
        return Task.CompletedTask;
    }

    public async Task<bool> DrivesAsync(TransactionId id, CancellationToken cancellation)
    {
        // It is due although its driver lives: another host wrote to it, and could not wake it.
        await WakeAsync(id);
        return _seats.ContainsKey(id.ToString());
    }

    public Task WakeAsync(TransactionId id)
    {
        if (_seats.TryGetValue(id.ToString(), out var seat))
            seat.WakeUp.Call();
        return Task.CompletedTask;
    }

    public Task? Running(TransactionId id) => _seats.TryGetValue(id.ToString(), out var seat) ? seat.Left : null;

    /// <summary>Starts a driver over evidence that is known, and does not wait for it. One that runs here already goes on.</summary>
    /// <param name="id">The transaction.</param>
    /// <param name="workflow">What it runs.</param>
    /// <param name="evidence">All that stands in its stream.</param>
    /// <param name="due">When it may be taken over.</param>
    /// <param name="handOver">Of a driver that cannot stay: what comes behind it.</param>
    public Task Start(TransactionId id, Workflow workflow, Appended.Loaded evidence, DateTimeOffset due, HandOver? handOver = null)
    {
        var seat = _seats.GetOrAdd(id.ToString(), _ => NewSeat(id));
        if (seat.TryTake())
            _ = DriveAsync(id, workflow, evidence, due, seat, handOver);
        return seat.Left;
    }

    /// <summary>Ends all drivers where they are. What they had not recorded is asked again by the next.</summary>
    public async Task StopAsync()
    {
        _stopping.Cancel();
        await Task.WhenAll(_seats.Values.Select(seat => seat.Left));
    }

    private DriverSeat NewSeat(TransactionId id) => new(() => _seats.TryRemove(id.ToString(), out _));

    private async Task DriveAsync(
        TransactionId id, Workflow workflow, Appended.Loaded evidence, DateTimeOffset due, DriverSeat seat, HandOver? handOver)
    {
        try
        {
            if (handOver is null)
                await DriveOnAsync(id, workflow, evidence, due, seat);
            else if (!await DriveAsync(id, workflow, evidence, NewRuntime(id, workflow, seat, evidence, due), handOver))
                await handOver.ToNextAsync();
            if (evidence.Records[0].Record is Started { Parent: not null })
                await notices.Value.TellAsync(id, _stopping.Token);
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
            seat.Leave();
        }
    }

    private InlineRuntime NewRuntime(TransactionId id, Workflow workflow, DriverSeat seat, Appended.Loaded evidence, DateTimeOffset due)
    {
        var runtime = new InlineRuntime(id, workflow, store, effect, options, time, seat.WakeUp, _stopping.Token);
        runtime.Know(evidence, due);
        return runtime;
    }

    /// <summary>Nobody else looks at a transaction before it is due, so the end of an outage is its driver's to notice.</summary>
    private async Task DriveOnAsync(TransactionId id, Workflow workflow, Appended.Loaded evidence, DateTimeOffset due, DriverSeat seat)
    {
        var begun = evidence.Head.Version;
        for (var outage = 0; ; outage++)
        {
            try
            {
                if (outage > 0)
                {
                    (evidence, due) = (await store.LoadAsync(id, _stopping.Token), time.GetUtcNow());
                    if (TransactionDriver.EndOf(evidence, begun) is not null)
                        return;
                }

                await TransactionDriver.DriveAsync(id, workflow, NewRuntime(id, workflow, seat, evidence, due), evidence);
                return;
            }
            catch (StoreUnavailableException unavailable)
            {
                if (outage == 0)
                    LogWaits(id.ToString(), unavailable.Message);
                await seat.WakeUp.WaitAsync(Pauses[Math.Min(outage, Pauses.Length - 1)], time, _stopping.Token);
            }
        }
    }

    /// <returns>False when it is to be handed over, whether its time was over or it failed.</returns>
    private async Task<bool> DriveAsync(TransactionId id, Workflow workflow, Appended.Loaded evidence, InlineRuntime runtime, HandOver handOver)
    {
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

    [LoggerMessage(LogLevel.Warning, "Transaction {Id} waits for the store: {Message}")]
    private partial void LogWaits(string id, string message);

    [LoggerMessage(LogLevel.Warning, "Transaction {Id} is left to recovery: its driver failed.")]
    private partial void LogLeft(string id, Exception failure);
}
