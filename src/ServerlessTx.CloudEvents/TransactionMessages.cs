using System.Security.Cryptography;
using System.Text;
using CloudNative.CloudEvents;
using Microsoft.Extensions.Logging;

namespace ServerlessTx.CloudEvents;

/// <summary>
/// Begins a transaction for an event that names a workflow (<c>subject</c>) and holds its input (<c>data</c>). A message may come any number
/// of times, so its key is the extension <c>idempotencykey</c>, else source and id. Nothing of a body is logged.
/// </summary>
public sealed partial class TransactionMessages(TransactionClient client, string caller, ILogger<TransactionMessages> logger)
{
    /// <summary>The type of an event that begins a transaction.</summary>
    public const string Start = "serverlesstx.transaction.start";

    private const int LongestKey = 255;
    private const int MostDeliveries = 10;

    /// <summary>Handles a message and says what is to become of it.</summary>
    public async Task<Settlement> HandleAsync(IncomingMessage message, CancellationToken cancellation = default)
    {
        try
        {
            var started = await client.StartAsync(RequestOf(message), cancellation);
            LogBegun(message.Id, started.Id.ToString(), started.IsReplay);
            return new Settlement.Complete();
        }
        catch (Exception failure)
        {
            return Settle(message, failure);
        }
    }

    private StartRequest RequestOf(IncomingMessage message)
    {
        var read = EventReader.Read(message);
        if (read.Type != Start)
            throw new MalformedEventException("unknown_type", $"The type of an event for this queue is {Start}.");
        if (string.IsNullOrEmpty(read.Subject))
            throw new MalformedEventException(EventReader.Malformed, "The subject must be the name of a workflow.");
        return new StartRequest(read.Subject, EventReader.DataOf(read))
        {
            IdempotencyKey = KeyOf(read),
            Caller = caller,
            Traceparent = read[EventReader.Traceparent] as string,
        };
    }

    /// <summary>Source and id together are unique by CloudEvents' own rule; hashed, since they may be longer than a key.</summary>
    private static string KeyOf(CloudEvent read) => read[EventReader.IdempotencyKey] switch
    {
        string { Length: <= LongestKey } key => key,
        string key => throw new MalformedEventException("invalid_idempotency_key", $"An idempotencykey has at most {LongestKey} characters; this one has {key.Length}."),
        _ => "event-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{read.Source}\n{read.Id}"))),
    };

    private Settlement Settle(IncomingMessage message, Exception failure)
    {
        var settlement = failure switch
        {
            MalformedEventException malformed => new Settlement.DeadLetter(malformed.Reason, malformed.Message),
            UnknownWorkflowException unknown => new Settlement.DeadLetter("unknown_workflow", unknown.Message),
            InvalidInputException invalid => new Settlement.DeadLetter("invalid_input", $"{invalid.Field} {invalid.Detail}."),
            IdempotencyKeyReusedException reused => new Settlement.DeadLetter("idempotency_key_reused", $"The key began {reused.Holder} with another input."),
            StoreLimitException limit => new Settlement.DeadLetter(EventReader.TooLarge, limit.Message),
            StoreUnavailableException or OperationCanceledException => new Settlement.Abandon(),
            // What fails in a way that nobody foresaw is tried again, but not for ever.
            _ when message.DeliveryCount >= MostDeliveries => new Settlement.DeadLetter("failed", $"Delivery {message.DeliveryCount} failed with {failure.GetType().Name}, and no more are tried."),
            _ => (Settlement)new Settlement.Abandon(),
        };
        if (settlement is Settlement.DeadLetter letter)
            LogDeadLettered(message.Id, letter.Reason, letter.Description);
        else
            LogAbandoned(message.Id, message.DeliveryCount, failure);
        return settlement;
    }

    [LoggerMessage(621, LogLevel.Information, "Message {Message} is transaction {Id} (again: {IsReplay}).")]
    private partial void LogBegun(string message, string id, bool isReplay);

    [LoggerMessage(622, LogLevel.Error, "Message {Message} can never begin a transaction, {Reason}: {Description}")]
    private partial void LogDeadLettered(string message, string reason, string description);

    [LoggerMessage(623, LogLevel.Warning, "Message {Message} is to come again; this was delivery {Delivery}.")]
    private partial void LogAbandoned(string message, int delivery, Exception failure);
}
