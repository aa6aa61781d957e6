namespace ServerlessTx;

/// <summary>The dead-letter queues of a bus; one that calls, such as Service Bus with its triggers, has them too.</summary>
public interface IDeadLetterQueues
{
    /// <summary>The dead letters of a subscription.</summary>
    /// <exception cref="ArgumentException">The bus was made without that subscription.</exception>
    IDeadLetterQueue OpenDead(string subscription);
}

/// <summary>Finding the dead letters of a bus.</summary>
internal static class DeadLettersOfBus
{
    /// <inheritdoc cref="IDeadLetterQueues.OpenDead"/>
    /// <exception cref="InvalidOperationException">The bus does not show any.</exception>
    public static IDeadLetterQueue OpenDead(this IMessageBus bus, string subscription) =>
        (bus as IDeadLetterQueues ?? throw new InvalidOperationException("This bus does not show its dead letters: implement IDeadLetterQueues beside IMessageBus."))
            .OpenDead(subscription);
}

/// <summary>What could not be handled for one subscription. It lies there until somebody puts it back.</summary>
public interface IDeadLetterQueue
{
    /// <summary>The most that one reading takes.</summary>
    const int MostAtOnce = 32;

    /// <summary>Reads a page in the order of their letters, the oldest first. Nothing is taken out.</summary>
    /// <param name="after">The letter behind which it begins; it need not lie there any more. None for the first page.</param>
    /// <param name="most">At most so many, from 1 to 32.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="BusUnavailableException">The bus did not answer.</exception>
    Task<IReadOnlyList<DeadMessage>> ReadAsync(string? after = null, int most = MostAtOnce, CancellationToken cancellation = default);

    /// <summary>Reads one; nothing when it does not lie there.</summary>
    /// <exception cref="BusUnavailableException">The bus did not answer.</exception>
    Task<DeadMessage?> FindAsync(string letter, CancellationToken cancellation = default);

    /// <summary>Puts one back, to be delivered as if for the first time.</summary>
    /// <returns>Whether it was there.</returns>
    /// <exception cref="BusUnavailableException">The bus did not answer: it may have been put back all the same. Do it again.</exception>
    Task<bool> PutBackAsync(string letter, CancellationToken cancellation = default);
}
