using Microsoft.AspNetCore.Http;

namespace ServerlessTx.AspNetCore;

/// <summary>How an aggregate stands, or stood at a version or a moment.</summary>
internal sealed class AggregateStateEndpoint(Failures failures, AggregateDesks desks, TimeProvider time)
    : AggregateEndpoint(failures, desks, "aggregate_state", HttpMethods.Get, "", ApiRole.Read)
{
    private protected override async Task<IResult> HandleAsync(HttpContext http, AggregateDesk desk, string id, string[] rest)
    {
        var asOf = AsOfParameters.Read(http.Request, time);
        return await desk.ReadAsync(id, asOf, http.RequestAborted) is { Version: > 0 } aggregate
            ? Conditional.Answer(http, VersionTag.Of(aggregate.Version), () => Json(AggregateAnswer.Of(desk, aggregate)))
            : throw Unknown(desk, id, asOf);
    }
}
