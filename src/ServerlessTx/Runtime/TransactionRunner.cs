using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace ServerlessTx;

/// <summary>
/// The drivers of this process, one a transaction. One that loses the store goes on when it is back; one that fails leaves its transaction
/// as it is: the evidence is all there is to it, and recovery takes it up when it is due.
/// </summary>
internal sealed partial class TransactionRunner(
    TransactionStore store, ServerlessTxOptions options, TimeProvider time, ILogger<TransactionRunner> logger)
{
    private static readonly TimeSpan[] Pauses = [.. new[] { 0.5, 1, 2, 5 }.Select(TimeSpan.FromSeconds)];

    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentDictionary<string, DriverSeat> _seats = new();

    public bool Drives(TransactionId id) => _seats.ContainsKey(id.ToString());

    /// <summary>
    /// Takes the one seat for a driver of the transaction, or nothing when it is taken. Whoever begins a transaction or takes one over
    /// takes the seat before it writes: two of this process must not take a transaction from each other.
    /// </summary>
    public DriverSeat? TryTake(TransactionId id)
    {
        var seat = new DriverSeat(this, id);
        return _seats.TryAdd(id.ToString(), seat) ? seat : null;
    }

    /// <summary>Has a driver that waits here look at its stream now.</summary>
    public void Wake(TransactionId id)
    {
        if (_seats.TryGetValue(id.ToString(), out var seat))
            seat.WakeUp.Call();
    }

    /// <summary>The end of the driver that runs here, if one does.</summary>
    public Task? Running(TransactionId id) => _seats.TryGetValue(id.ToString(), out var seat) ? seat.Left : null;

    /// <summary>Ends all drivers where they are. What they had not recorded is asked again by the next.</summary>
    public async Task StopAsync()
    {
        _stopping.Cancel();
        await Task.WhenAll(_seats.Values.Select(seat => seat.Left));
    }

    internal void Free(TransactionId id) => _seats.TryRemove(id.ToString(), out _);

    /// <summary>Drives until the transaction has ended or is another's. Never throws.</summary>
    internal async Task DriveAsync(DriverSeat seat, Workflow workflow, Appended.Loaded evidence, DateTimeOffset due)
    {
        try
        {
            await DriveOnAsync(seat, workflow, evidence, due);
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
        }
        catch (Exception failure)
        {
            LogLeft(seat.Id.ToString(), failure);
        }
    }

    /// <summary>Nobody else looks at a transaction before it is due, so the end of an outage is its driver's to notice.</summary>
    private async Task DriveOnAsync(DriverSeat seat, Workflow workflow, Appended.Loaded evidence, DateTimeOffset due)
    {
        var begun = evidence.Head.Version;
        for (var outage = 0; ; outage++)
        {
            try
            {
                var runtime = new InlineRuntime(seat.Id, workflow, store, options, time, seat.WakeUp, _stopping.Token);
                if (outage == 0)
                    runtime.Know(evidence, due);
                else if (TransactionDriver.Over(evidence = await TransactionDriver.LoadAsync(runtime), begun) is not null)
                    return;
                await TransactionDriver.DriveAsync(seat.Id, workflow, runtime, evidence);
                return;
            }
            catch (StoreUnavailableException unavailable)
            {
                if (outage == 0)
                    LogWaits(seat.Id.ToString(), unavailable.Message);
                await seat.WakeUp.WaitAsync(Pauses[Math.Min(outage, Pauses.Length - 1)], time, _stopping.Token);
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "Transaction {Id} waits for the store: {Message}")]
    private partial void LogWaits(string id, string message);

    [LoggerMessage(LogLevel.Warning, "Transaction {Id} is left to recovery: its driver failed.")]
    private partial void LogLeft(string id, Exception failure);
}
