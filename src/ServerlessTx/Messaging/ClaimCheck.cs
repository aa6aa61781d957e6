using System.Text;

namespace ServerlessTx;

/// <summary>
/// Bodies over 32 KiB, which brokers take badly or not at all: each lies in a row of its subscription's own, and the message says which. A
/// row is called after the message's id, so that publishing again finds it there. It goes before its message is completed; a message whose
/// row is gone has been completed before.
/// </summary>
/// <param name="store">Holds the rows, in partitions called <c>claims-</c> and the subscription.</param>
/// <param name="subscriptions">Who hears what.</param>
public sealed class ClaimCheck(IPartitionStore store, IEnumerable<Subscription> subscriptions)
{
    /// <summary>The most that travels in the message: in base64 it has room in a storage queue's 64 KiB, with as much again for the rest.</summary>
    public const int LargestBody = 32 * 1024;

    private const string Before = "{\"serverlesstx_claim\":\"";
    private const string Behind = "\"}";

    private static readonly int Length = Of("").Length;

    private readonly IReadOnlyList<Subscription> _subscriptions = [.. subscriptions];

    /// <summary>Leaves a body that is too large with everyone who wants the message, before it goes.</summary>
    /// <returns>The message as it is to go.</returns>
    /// <exception cref="BusUnavailableException">The store did not answer. Publish it again.</exception>
    public async Task<OutgoingMessage> LeaveAsync(string topic, OutgoingMessage message, CancellationToken cancellation = default)
    {
        // A small body that looks like a claim would be taken for one.
        if (message.Body.Length <= LargestBody && ClaimIn(message.Body) is null)
            return message;
        var claim = Of(message.Id);
        await AskAsync(() => Task.WhenAll(_subscriptions.Where(subscription => subscription.Wants(topic, message)).Select(subscription =>
            store.CommitAsync(PartitionOf(subscription.Name), [new RowWrite.Insert(RowKinds.Claims + HashedKey.Of(message.Id), message.Body)], cancellation))));
        return new OutgoingMessage(message.Id, message.Type, Encoding.UTF8.GetBytes(claim));
    }

    /// <summary>Fetches what a message stands for; one without a claim stands for itself.</summary>
    /// <returns>The body; nothing when its row is gone, and the message with it but for its completion.</returns>
    /// <exception cref="BusUnavailableException">The store did not answer. The message comes again.</exception>
    public async Task<ReadOnlyMemory<byte>?> CollectAsync(string subscription, ReadOnlyMemory<byte> body, CancellationToken cancellation = default)
    {
        if (ClaimIn(body) is not { } claim)
            return body;
        var page = await AskAsync(() => store.ReadAsync(PartitionOf(subscription), RowQuery.Single(claim), cancellation));
        // Not null alone: that would become an empty body, by way of an array.
        return page.Rows is [var row] ? row.Payload : (ReadOnlyMemory<byte>?)null;
    }

    /// <summary>Forgets what a message stands for. Do so before it is completed: whoever vanishes in between leaves a message, and no row for ever.</summary>
    /// <param name="subscription">Whose message it is.</param>
    /// <param name="body">The message's own body, as the broker has it.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="BusUnavailableException">The store did not answer. The message comes again.</exception>
    public async Task ForgetAsync(string subscription, ReadOnlyMemory<byte> body, CancellationToken cancellation = default)
    {
        if (ClaimIn(body) is { } claim)
            await AskAsync(() => store.CommitAsync(PartitionOf(subscription), [new RowWrite.Delete(claim, RowWrite.AnyETag)], cancellation));
    }

    /// <summary>Hands a message that a broker brought to its handler, whole, and says what is to become of it.</summary>
    /// <param name="subscription">Whose message it is.</param>
    /// <param name="message">The message as the broker has it.</param>
    /// <param name="handle">Handles it.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task<Settlement> HandleAsync(
        string subscription, IncomingMessage message, Func<IncomingMessage, Task<Settlement>> handle, CancellationToken cancellation = default)
    {
        try
        {
            if (await CollectAsync(subscription, message.Body, cancellation) is not { } body)
                return new Settlement.Complete();
            var settlement = await handle(message with { Body = body });
            if (settlement is Settlement.Complete)
                await ForgetAsync(subscription, message.Body, cancellation);
            return settlement;
        }
        catch (BusUnavailableException)
        {
            return new Settlement.Abandon();
        }
    }

    private static string Of(string messageId) => $"{Before}{HashedKey.Of(messageId)}{Behind}";

    private static string? ClaimIn(ReadOnlyMemory<byte> body)
    {
        if (body.Length != Length)
            return null;
        var text = Encoding.UTF8.GetString(body.Span);
        return text.StartsWith(Before, StringComparison.Ordinal) && text.EndsWith(Behind, StringComparison.Ordinal)
            && text[Before.Length..^Behind.Length] is var hash && hash.All(char.IsAsciiHexDigitLower) ? RowKinds.Claims + hash : null;
    }

    private static string PartitionOf(string subscription) => $"claims-{subscription}";

    private static async Task<T> AskAsync<T>(Func<Task<T>> ask)
    {
        try
        {
            return await ask();
        }
        catch (StoreUnavailableException unavailable)
        {
            throw new BusUnavailableException($"The rows of large messages cannot be reached ({unavailable.Message}); ask again.", unavailable);
        }
    }
}
