using Microsoft.AspNetCore.Http;

namespace ServerlessTx.AspNetCore;

/// <summary>How an aggregate stands, or stood at a version or a moment.</summary>
internal sealed class AggregateStateEndpoint(Failures failures, AggregateDesks desks, PersonalData personal, TimeProvider time)
    : AggregateEndpoint(failures, desks, "aggregate_state", HttpMethods.Get, "", ApiRole.Read)
{
    private protected override async Task<IResult> HandleAsync(HttpContext http, AggregateDesk desk, string id, string[] rest)
    {
        var asOf = AsOfParameters.Read(http.Request, time);
        if (await desk.ReadAsync(id, asOf, http.RequestAborted) is not { Version: > 0 } aggregate)
            throw Unknown(desk, id, asOf);
        var answer = await AggregateAnswer.OfAsync(desk, aggregate, personal, http.RequestAborted);
        return Conditional.Answer(http, VersionTag.Of(aggregate.Version), () => Json(answer));
    }
}
