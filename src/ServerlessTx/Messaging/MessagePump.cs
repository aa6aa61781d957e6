using Microsoft.Extensions.Logging;

namespace ServerlessTx;

/// <summary>
/// Takes what waits for a subscription, hands it to its handler, holds it as long as the handler works, and settles it as the handler says.
/// The same for every bus that is polled; one that calls settles by itself.
/// </summary>
internal sealed partial class MessagePump(
    string subscription, IMessageQueue queue, Func<IncomingMessage, CancellationToken, Task<Settlement>> handle, TimeProvider time, ILogger logger)
{
    private const int MostAtOnce = 16;

    /// <summary>Goes on until it is stopped. What is in work then is not settled, and comes again.</summary>
    /// <param name="pause">How long it waits when nothing was there.</param>
    /// <param name="stopping">Stops it.</param>
    /// <param name="longest">Up to what the pause doubles while nothing comes; none keeps it.</param>
    public async Task RunAsync(TimeSpan pause, CancellationToken stopping, TimeSpan? longest = null)
    {
        var next = pause;
        while (!stopping.IsCancellationRequested)
        {
            if (await PassAsync(stopping) > 0)
            {
                next = pause;
                continue;
            }

            await Task.Delay(next, time, stopping);
            next = longest is { } most && 2 * next < most ? 2 * next : longest ?? pause;
        }
    }

    /// <returns>How many messages had their turn.</returns>
    public async Task<int> PassAsync(CancellationToken stopping)
    {
        try
        {
            var messages = await queue.ReceiveAsync(MostAtOnce, stopping);
            await Task.WhenAll(messages.Select(message => HandleAsync(message, stopping)));
            return messages.Count;
        }
        catch (BusUnavailableException unavailable)
        {
            LogUnavailable(subscription, unavailable.Message);
            return 0;
        }
    }

    private async Task HandleAsync(LockedMessage message, CancellationToken stopping)
    {
        using var handled = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var handling = SettlementOfAsync(message.Message, stopping);
        var held = message;
        while (held is not null && await Task.WhenAny(handling, Task.Delay(queue.LockDuration / 2, time, handled.Token)) != handling)
        {
            stopping.ThrowIfCancellationRequested();
            held = await queue.RenewAsync(held, stopping);
        }

        // Not asynchronously: that leaves the thread that a simulation lends.
        handled.Cancel();
        var settlement = await handling;
        if (held is null || !await queue.SettleAsync(held, settlement, stopping))
            LogLost(message.Message.Id, subscription);
    }

    private async Task<Settlement> SettlementOfAsync(IncomingMessage message, CancellationToken stopping)
    {
        try
        {
            return await handle(message, stopping);
        }
        catch (Exception failure) when (!stopping.IsCancellationRequested)
        {
            LogFailed(message.Id, subscription, failure);
            return new Settlement.Abandon();
        }
    }

    [LoggerMessage(641, LogLevel.Warning, "The messages of {Subscription} will be looked for again, since the bus did not answer: {Message}")]
    private partial void LogUnavailable(string subscription, string message);

    [LoggerMessage(642, LogLevel.Information, "Message {Id} of {Subscription} was held too long, and whoever has it now settles it.")]
    private partial void LogLost(string id, string subscription);

    [LoggerMessage(643, LogLevel.Error, "Message {Id} of {Subscription} is to come again, since its handler failed.")]
    private partial void LogFailed(string id, string subscription, Exception failure);
}
