using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ServerlessTx.AspNetCore;

/// <summary>What an exception is as an answer.</summary>
internal sealed partial class Failures(ILogger<Failures> logger)
{
    private const string RetryAfterSeconds = "5";

    public async Task<IResult> AnswerAsync(HttpContext http, Func<Task<IResult>> handle)
    {
        try
        {
            return await handle();
        }
        catch (Exception) when (http.RequestAborted.IsCancellationRequested)
        {
            // Nobody reads the answer any more; what was begun goes on.
            return Results.Empty;
        }
        catch (Exception failure)
        {
            return ProblemOf(failure) ?? Unexpected(http, failure);
        }
    }

    private static Problem? ProblemOf(Exception failure) => failure switch
    {
        ProblemException known => known.Problem,
        InvalidInputException input => new Problem(ProblemTypes.InvalidInput, $"{Quoted.Cut(input.Field)} {input.Detail}.")
            .With("field", Quoted.Cut(input.Field)),
        InvalidDefinitionException shape => new Problem(ProblemTypes.InvalidDefinition, $"{Quoted.Cut(shape.Place)}: {shape.Reason}.")
            .With("place", Quoted.Cut(shape.Place)),
        IdempotencyKeyReusedException { Holder: { } holder } reused => new Problem(ProblemTypes.IdempotencyKeyReused, reused.Message)
            .With("transaction_id", holder.ToString()),
        IdempotencyKeyReusedException reused => new Problem(ProblemTypes.IdempotencyKeyReused, reused.Message),
        NotAdmittedException no => new Problem(ProblemTypes.NotAdmitted, no.Message)
            .With("reason", no.Reason).With("mode", no.Mode.Word())
            .Header("Retry-After", Math.Ceiling(no.RetryAfter.TotalSeconds).ToString(System.Globalization.CultureInfo.InvariantCulture)),
        UnknownEventException unknown => new Problem(ProblemTypes.UnknownEvent, unknown.Message),
        SubjectErasedException erased => new Problem(ProblemTypes.SubjectErased, erased.Message).With("subject", erased.Subject),
        TransactionForgottenException forgotten => new Problem(ProblemTypes.TransactionForgotten, forgotten.Message),
        StoreUnavailableException => new Problem(
            ProblemTypes.StoreUnavailable, $"Try again in {RetryAfterSeconds} seconds; a start is repeated safely with its Idempotency-Key.")
            .Header("Retry-After", RetryAfterSeconds),
        BusUnavailableException => new Problem(ProblemTypes.BusUnavailable, $"Try again in {RetryAfterSeconds} seconds.").Header("Retry-After", RetryAfterSeconds),
        // What is sent grows when it is stored: a control character becomes six.
        StoreLimitException limit => new Problem(ProblemTypes.TooLarge, $"The input is too large as it would be stored. {limit.Message}"),
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => JsonBody.TooLarge(),
        BadHttpRequestException bad => new Problem(ProblemTypes.MalformedRequest, bad.Message),
        _ => null,
    };

    private Problem Unexpected(HttpContext http, Exception failure)
    {
        LogUnexpected(http.Request.Method, failure);
        return new Problem(ProblemTypes.InternalError, "The host's log has what happened, under the trace_id.")
            .With("trace_id", Activity.Current?.TraceId.ToString() ?? http.TraceIdentifier);
    }

    [LoggerMessage(LogLevel.Error, "A {Method} request failed.")]
    private partial void LogUnexpected(string method, Exception failure);
}
