using Microsoft.AspNetCore.Http;

namespace ServerlessTx.AspNetCore;

/// <summary>Begins a run of a choreography. Its owner does the first part; what the others do about it is awaited nowhere.</summary>
internal sealed class StartChoreographyEndpoint(Failures failures, ChoreographyClient client, ServerlessTxHttpOptions options)
    : ApiEndpoint(failures, "start_choreography", HttpMethods.Post, "choreographies/{choreography}/runs", ApiRole.Start)
{
    private const string RetryAfterSeconds = "1";

    private protected override async Task<IResult> HandleAsync(HttpContext http, string[] values)
    {
        var name = values[0];
        if (!client.Names.Contains(name))
        {
            throw new Problem(
                ProblemTypes.UnknownWorkflow, $"There is no choreography {Quoted.Value(name)}; there are: {string.Join(", ", client.Names)}.").Thrown();
        }

        var request = new StartRequest(name, await JsonBody.ReadAsync(http.Request))
        {
            IdempotencyKey = IdempotencyKeyHeader.Read(http.Request),
            Caller = options.Caller(http),
            Traceparent = TraceParent.Of(http.Request),
        };
        // A client that goes away now does not leave a begin half-done.
        var started = await client.StartAsync(request, CancellationToken.None);
        http.Response.Headers.Location = $"{RequestPath.Without(http.Request, segments: 2)}/{started.Id}";
        if (started.IsReplay)
            http.Response.Headers["Idempotency-Replayed"] = "true";
        var state = await client.GetAsync(started.Id, http.RequestAborted) ?? throw Unknown(started.Id);
        if (state.Status.IsEnd())
            return Json(state);
        http.Response.Headers.RetryAfter = RetryAfterSeconds;
        return Json(state, StatusCodes.Status202Accepted);
    }
}
