using System.Globalization;
using Azure;

namespace ServerlessTx.AzureTables;

/// <summary>Tells the answers of the service from its silence.</summary>
internal static class TableFailure
{
    private const int NoAnswer = 0;

    /// <summary>Whether a batch was refused because a condition did not hold, and not for want of a table, say.</summary>
    public static bool IsConflict(RequestFailedException failure) => (failure.Status, failure.ErrorCode) is
        (409, "EntityAlreadyExists") or
        (412, "UpdateConditionNotSatisfied" or "ConditionNotMet") or
        (404, "ResourceNotFound" or "EntityNotFound");

    /// <summary>Whether nothing is known, or the service cannot now. What was cancelled by the caller is neither.</summary>
    public static bool IsUnavailable(Exception failure, CancellationToken cancellation) => failure switch
    {
        RequestFailedException { Status: NoAnswer or 408 or 429 or >= 500 } => true,
        // It was there when it was opened. Making it again here would pass off lost evidence as none.
        RequestFailedException { ErrorCode: "TableNotFound" } => true,
        IOException => true,
        // The client cancels by itself when its network time-out passes.
        OperationCanceledException => !cancellation.IsCancellationRequested,
        // One for each attempt at a read.
        AggregateException attempts => attempts.InnerExceptions.All(attempt => IsUnavailable(attempt, cancellation)),
        _ => false,
    };

    /// <summary>Says what happened, and what to do next.</summary>
    public static StoreUnavailableException Unavailable(Uri table, string next, Exception failure)
    {
        var last = failure is AggregateException attempts ? attempts.InnerExceptions[^1] : failure;
        var what = last is RequestFailedException { Status: not NoAnswer } answered
            ? $"cannot now ({Code(answered)}); {Wait(answered)}, then {next}"
            : $"did not answer ({FirstLine(last)}); check that it runs and can be reached, then {next}";
        return new StoreUnavailableException($"The table at {table} {what}.", failure);
    }

    private static string Code(RequestFailedException failure) =>
        $"{failure.Status.ToString(CultureInfo.InvariantCulture)} {failure.ErrorCode}".TrimEnd();

    private static string Wait(RequestFailedException failure) =>
        failure.GetRawResponse() is { } response && response.Headers.TryGetValue("Retry-After", out var seconds)
            ? $"it asks to wait {seconds} s"
            : "wait a second or more";

    private static string FirstLine(Exception failure) => failure.Message.Split('\n')[0].TrimEnd('\r', '.');
}
