using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace ServerlessTx.AspNetCore;

/// <summary>Begins a transaction, and waits for its end as long as the client would.</summary>
internal abstract class BeginEndpoint(Failures failures, TransactionClient client, ServerlessTxHttpOptions options, string name, string pattern)
    : ApiEndpoint(failures, name, HttpMethods.Post, pattern, ApiRole.Start)
{
    private const string RetryAfterSeconds = "1";

    private protected override async Task<IResult> HandleAsync(HttpContext http, string[] values)
    {
        var workflow = values is [var named] ? named : "";
        CheckRoute(workflow);
        var key = IdempotencyKeyHeader.Read(http.Request);
        var wait = PreferHeader.WaitOf(http.Request);
        var start = new QueryParameters(http.Request, "start_at").Read<DateTimeOffset?>("start_at", text => Rfc3339.Read(text), Rfc3339.Expected);
        var request = new StartRequest(workflow, await JsonBody.ReadAsync(http.Request))
        {
            IdempotencyKey = key,
            StartAt = start,
            Caller = options.Caller(http),
            Traceparent = TraceParent.Of(http.Request),
            Wait = TimeSpan.FromSeconds(wait ?? 0),
        };
        // A client that goes away now does not leave a begin half-done.
        var started = await BeginAsync(request, CancellationToken.None);
        Describe(http, started, wait, named: values.Length);
        return await StateAsync(http, request.Workflow, started, wait ?? 0);
    }

    /// <summary>Refuses what the route names before the body is read.</summary>
    private protected virtual void CheckRoute(string value)
    {
    }

    private protected abstract Task<StartedTransaction> BeginAsync(StartRequest request, CancellationToken cancellation);

    private async Task<IResult> StateAsync(HttpContext http, string workflow, StartedTransaction started, int wait)
    {
        try
        {
            var state = await client.WaitAsync(started.Id, TimeSpan.FromSeconds(wait), http.RequestAborted) ?? throw Unknown(started.Id);
            return state.Status.IsEnd() ? Json(state) : Accepted(http, state);
        }
        catch (StoreUnavailableException) when (!started.IsReplay)
        {
            // It is begun: another answer would have a client without a key begin it again.
            return Accepted(http, new { transaction_id = started.Id.ToString(), workflow, status = TransactionStatus.Running });
        }
    }

    private static IResult Accepted(HttpContext http, object body)
    {
        http.Response.Headers.RetryAfter = RetryAfterSeconds;
        return Json(body, StatusCodes.Status202Accepted);
    }

    private static void Describe(HttpContext http, StartedTransaction started, int? wait, int named)
    {
        http.Response.Headers.Location = $"{RequestPath.Without(http.Request, named)}/{started.Id}";
        if (started.IsReplay)
            http.Response.Headers["Idempotency-Replayed"] = "true";
        if (wait is { } seconds)
            http.Response.Headers["Preference-Applied"] = string.Create(CultureInfo.InvariantCulture, $"wait={seconds}");
    }
}
