using Microsoft.Extensions.Logging;

namespace ServerlessTx;

/// <summary>
/// What the services of choreographies could not handle, and how it is put back: what the HTTP routes do, for code in the same process. Who put
/// an event back and why stands in the evidence of its run, where it belongs to one, and in the log always.
/// </summary>
public sealed partial class DeadLetters
{
    private readonly IReadOnlyList<(Choreography Choreography, ChoreographedService Service)> _services;
    private readonly IMessageBus _bus;
    private readonly Reactor _reactor;
    private readonly ILogger _logger;

    internal DeadLetters(ChoreographyRegistry registry, IMessageBus bus, Reactor reactor, ILogger<DeadLetters> logger) =>
        (_services, _bus, _reactor, _logger) =
            ([.. registry.All.SelectMany(choreography => choreography.Services.Select(service => (choreography, service)))], bus, reactor, logger);

    /// <summary>The subscriptions, each of a service and called like it.</summary>
    public IReadOnlyList<string> Subscriptions => [.. _services.Select(one => one.Service.Name)];

    /// <summary>A page of a subscription's dead letters, the oldest first.</summary>
    /// <param name="subscription">One of <see cref="Subscriptions"/>.</param>
    /// <param name="after">The letter behind which it begins; none for the first page.</param>
    /// <param name="most">At most so many, from 1 to 32.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="ArgumentException">There is no such subscription.</exception>
    /// <exception cref="BusUnavailableException">The bus did not answer.</exception>
    public Task<IReadOnlyList<DeadMessage>> ListAsync(
        string subscription, string? after = null, int most = IDeadLetterQueue.MostAtOnce, CancellationToken cancellation = default) =>
        Queue(subscription).ReadAsync(after, most, cancellation);

    /// <summary>One dead letter; nothing when it does not lie there.</summary>
    /// <exception cref="ArgumentException">There is no such subscription.</exception>
    /// <exception cref="BusUnavailableException">The bus did not answer.</exception>
    public async Task<DeadMessage?> FindAsync(string subscription, string letter, CancellationToken cancellation = default) =>
        LetterName.IsOne(letter) ? await Queue(subscription).FindAsync(letter, cancellation) : null;

    /// <summary>Puts one back, to be delivered as if for the first time. Should it come twice by that, its service does it once.</summary>
    /// <param name="subscription">One of <see cref="Subscriptions"/>.</param>
    /// <param name="letter">The letter.</param>
    /// <param name="by">Who puts it back.</param>
    /// <param name="why">Their reason; nothing personal.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>What was put back; nothing when it did not lie there.</returns>
    /// <exception cref="ArgumentException">There is no such subscription.</exception>
    /// <exception cref="BusUnavailableException">The bus did not answer: do it again.</exception>
    /// <exception cref="StoreUnavailableException">The store did not answer: do it again.</exception>
    public async Task<DeadMessage?> PutBackAsync(string subscription, string letter, string by, string why, CancellationToken cancellation = default)
    {
        if (await FindAsync(subscription, letter, cancellation) is not { } dead)
            return null;
        // Recorded first: what is done without its record would be nobody's.
        var (choreography, service) = _services.First(one => one.Service.Name == subscription);
        if (EventIn(dead) is { } happened)
            await _reactor.RecordPutBackAsync(choreography, service, happened, by, why, cancellation);
        if (!await Queue(subscription).PutBackAsync(letter, cancellation))
            return null;
        LogPutBack(dead.Id, subscription, by, why);
        return dead;
    }

    /// <summary>The event of a run that it is; what is none, anybody's rubbish, belongs to no run.</summary>
    private static ChoreographyEvent? EventIn(DeadMessage dead)
    {
        try
        {
            return ChoreographyEvent.Read(new IncomingMessage(dead.Id, dead.Body, dead.Deliveries) { ContentType = OutgoingMessage.ContentType });
        }
        catch (MalformedEventException)
        {
            return null;
        }
    }

    private IDeadLetterQueue Queue(string subscription) => !Subscriptions.Contains(subscription)
        ? throw new ArgumentException($"There is no subscription '{subscription}'; there are: {string.Join(", ", Subscriptions)}.", nameof(subscription))
        : _bus.OpenDead(subscription);

    [LoggerMessage(653, LogLevel.Information, "Message {Message} was put back for {Service} by {By}: {Why}")]
    private partial void LogPutBack(string message, string service, string by, string why);
}
