using System.Globalization;
using Azure;
using Azure.Storage.Queues;

namespace ServerlessTx.AzureQueues;

/// <summary>Tells the answers of the service from its silence.</summary>
internal static class QueueFailure
{
    private const int NoAnswer = 0;

    /// <summary>Asks a queue, or rows beside it, and tells its silence from its answers.</summary>
    public static async Task<T> AskAsync<T>(this QueueClient queue, Func<Task<T>> ask, T lost, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        try
        {
            return await ask();
        }
        catch (RequestFailedException refused) when (IsLost(refused))
        {
            return lost;
        }
        catch (Exception failure) when (IsUnavailable(failure, cancellation))
        {
            throw Unavailable(queue.Uri, failure);
        }
    }

    /// <summary>Whether somebody else has the message, or it is gone.</summary>
    private static bool IsLost(RequestFailedException failure) => failure.ErrorCode is "MessageNotFound" or "PopReceiptMismatch";

    /// <summary>Whether nothing is known, or the service cannot now. What was cancelled by the caller is neither.</summary>
    public static bool IsUnavailable(Exception failure, CancellationToken cancellation) => failure switch
    {
        RequestFailedException { Status: NoAnswer or 408 or 429 or >= 500 } => true,
        RequestFailedException { ErrorCode: "QueueNotFound" or "QueueBeingDeleted" } => true,
        IOException or StoreUnavailableException => true,
        OperationCanceledException => !cancellation.IsCancellationRequested,
        // One for each attempt.
        AggregateException attempts => attempts.InnerExceptions.All(attempt => IsUnavailable(attempt, cancellation)),
        _ => false,
    };

    public static BusUnavailableException Unavailable(Uri queue, Exception failure)
    {
        var last = failure is AggregateException attempts ? attempts.InnerExceptions[^1] : failure;
        var what = last is RequestFailedException { Status: not NoAnswer } answered
            ? $"cannot now ({answered.Status.ToString(CultureInfo.InvariantCulture)} {answered.ErrorCode})"
            : $"did not answer ({last.Message.Split('\n')[0].TrimEnd('\r', '.')})";
        return new BusUnavailableException($"The queue at {queue} {what}; check that it runs and can be reached, then ask again.", failure);
    }
}
