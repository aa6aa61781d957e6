using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace ServerlessTx;

/// <summary>
/// Hands a service the events that a bus brings, whichever bus it is. A message may come any number of times and in any order; what can never
/// be handled is dead-lettered, and the run's record says so. Nothing of a body is logged.
/// </summary>
public sealed partial class ChoreographyMessages
{
    /// <summary>A failure of this delivery, or of one behind it, is the last.</summary>
    private const int MostDeliveries = 10;

    /// <summary>
    /// Behind it a message is taken for one that kills its host each time. Deliveries that met a silent store are counted by the broker as well,
    /// and whoever was killed cannot tell them apart: so it is far more than an outage brings, hours of pauses on every bus.
    /// </summary>
    private const int MostUnfinished = 100;

    private readonly Reactor _reactor;
    private readonly ILogger _logger;

    internal ChoreographyMessages(Reactor reactor, ILogger<ChoreographyMessages> logger) => (_reactor, _logger) = (reactor, logger);

    /// <summary>Handles a message for a service and says what is to become of it.</summary>
    /// <param name="choreography">The choreography.</param>
    /// <param name="service">The name of one of its services: whose subscription brought it.</param>
    /// <param name="message">The message.</param>
    /// <param name="cancellation">Ends it; what was committed stays.</param>
    public async Task<Settlement> HandleAsync(Choreography choreography, string service, IncomingMessage message, CancellationToken cancellation = default)
    {
        ChoreographyEvent? happened = null;
        var who = choreography.Service(service);
        try
        {
            happened = ChoreographyEvent.Read(message);
            if (who.To(happened.Name) is null)
                throw new MalformedEventException("unknown_type", $"{service} does not react to such an event; it reacts to {string.Join(", ", who.Subscription(choreography.Topic).Types)}.");
            // One that kills its host each time is not tried for ever either.
            if (message.DeliveryCount > MostUnfinished)
                return await DeadAsync(choreography, who, message, happened, new("failed", $"It was delivered {message.DeliveryCount} times and no delivery came to an end."), cancellation);
            if (!await _reactor.MeetAsync(choreography, who, happened, cancellation))
                LogForgotten(message.Id, service, happened.SagaId.ToString());
            return new Settlement.Complete();
        }
        catch (Exception failure)
        {
            if (SettlementOf(message, failure) is Settlement.DeadLetter letter)
                return await DeadAsync(choreography, who, message, happened, letter, cancellation);
            LogAbandoned(message.Id, service, message.DeliveryCount, failure);
            return new Settlement.Abandon();
        }
    }

    private static Settlement SettlementOf(IncomingMessage message, Exception failure) => failure switch
    {
        MalformedEventException malformed => new Settlement.DeadLetter(malformed.Reason, malformed.Message),
        JsonException => new Settlement.DeadLetter("invalid_input", "The data is not what the service takes."),
        StoreLimitException limit => new Settlement.DeadLetter(EventReader.TooLarge, limit.Message),
        StoreUnavailableException or BusUnavailableException or OperationCanceledException => new Settlement.Abandon(),
        _ when message.DeliveryCount >= MostDeliveries =>
            new Settlement.DeadLetter("failed", $"Delivery {message.DeliveryCount} failed with {failure.GetType().Name}, and no more are tried."),
        _ => new Settlement.Abandon(),
    };

    /// <summary>Recorded before it is dead-lettered: whoever vanishes in between has it come again, and nobody misses it.</summary>
    private async Task<Settlement> DeadAsync(
        Choreography choreography, ChoreographedService service, IncomingMessage message, ChoreographyEvent? happened, Settlement.DeadLetter letter,
        CancellationToken cancellation)
    {
        try
        {
            if (happened is not null)
                await _reactor.RecordDeadAsync(choreography, service, happened, letter.Reason, message.DeliveryCount, cancellation);
        }
        catch (StoreUnavailableException)
        {
            return new Settlement.Abandon();
        }

        LogDeadLettered(message.Id, service.Name, letter.Reason, letter.Description);
        return letter;
    }

    [LoggerMessage(651, LogLevel.Error, "Message {Message} was dead-lettered for {Service}, {Reason}: {Description}")]
    private partial void LogDeadLettered(string message, string service, string reason, string description);

    [LoggerMessage(654, LogLevel.Information, "Message {Message} came to {Service} after run {Id} was purged: it had been settled, and nothing is done.")]
    private partial void LogForgotten(string message, string service, string id);

    [LoggerMessage(652, LogLevel.Warning, "Message {Message} is to come again to {Service}; this was delivery {Delivery}.")]
    private partial void LogAbandoned(string message, string service, int delivery, Exception failure);
}
