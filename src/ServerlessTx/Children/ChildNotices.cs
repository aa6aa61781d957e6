using Microsoft.Extensions.Logging;

namespace ServerlessTx;

/// <summary>
/// Tells a parent of its child's end. The row that owes it was written by the append of that end and stands until the parent has it on record or
/// will not wait for it any more, whoever dies meanwhile: recovery tells what it finds owing.
/// </summary>
internal sealed partial class ChildNotices(TransactionStore store, SignalDesk signals, ITransactionDrivers drivers, ILogger<ChildNotices> logger)
{
    /// <summary>Tells of a child, if it has ended. That our store has trouble is told later.</summary>
    public async Task TellAsync(TransactionId child, CancellationToken cancellation)
    {
        try
        {
            var appends = await store.ReadAsync(child, StreamHead.Empty, cancellation);
            var state = TransactionState.Of(appends);
            if (ChildEnd.Of(state) is { } end)
                await TellAsync(child, state.Parent!, end, cancellation);
        }
        catch (StoreUnavailableException unavailable)
        {
            LogLater(child.ToString(), unavailable.Message);
        }
    }

    private async Task TellAsync(TransactionId child, ParentCall to, ChildEnd end, CancellationToken cancellation)
    {
        var parent = TransactionId.Parse(to.TransactionId);
        if (await SignalAsync(parent, to.Signal, end, cancellation) is not SignalResult.Recorded)
            LogDropped(child.ToString(), end.Status.Word(), to.TransactionId);
        // One that is turned back does not hear the signal, and asks for the end instead.
        await drivers.WakeAsync(parent);
        await store.SettleAsync(child, cancellation);
    }

    private async Task<SignalResult> SignalAsync(TransactionId parent, string signal, ChildEnd end, CancellationToken cancellation)
    {
        try
        {
            return await signals.ChildEndedAsync(parent, signal, end, cancellation);
        }
        catch (TransactionForgottenException)
        {
            return new SignalResult.NotFound();
        }
    }

    [LoggerMessage(LogLevel.Warning, "The end of {Child} is told to its parent later, since the store did not answer: {Message}")]
    private partial void LogLater(string child, string message);

    [LoggerMessage(LogLevel.Information, "{Child} ended {Status}, and its parent {Parent} does not wait for that any more.")]
    private partial void LogDropped(string child, string status, string parent);
}
