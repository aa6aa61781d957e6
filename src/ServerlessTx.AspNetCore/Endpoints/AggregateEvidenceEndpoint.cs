using Microsoft.AspNetCore.Http;

namespace ServerlessTx.AspNetCore;

/// <summary>An aggregate's evidence document, of now or of a version or a moment.</summary>
internal sealed class AggregateEvidenceEndpoint(Failures failures, AggregateDesks desks, TimeProvider time)
    : AggregateEndpoint(failures, desks, "aggregate_evidence", HttpMethods.Get, "/evidence", ApiRole.Read)
{
    private protected override async Task<IResult> HandleAsync(HttpContext http, AggregateDesk desk, string id, string[] rest)
    {
        var asOf = AsOfParameters.Read(http.Request, time);
        return Json(await desk.EvidenceAsync(id, asOf, http.RequestAborted) ?? throw Unknown(desk, id, asOf));
    }
}
