using Microsoft.AspNetCore.Http;

namespace ServerlessTx.AspNetCore;

/// <summary>The evidence document of a run, put together from what each of its services recorded.</summary>
internal sealed class ChoreographyEvidenceEndpoint(Failures failures, ChoreographyClient client)
    : ApiEndpoint(failures, "choreography_evidence", HttpMethods.Get, "choreographies/{id}/evidence", ApiRole.Read)
{
    private protected override async Task<IResult> HandleAsync(HttpContext http, string[] values)
    {
        var id = IdOf(values);
        var view = new QueryParameters(http.Request, "view").Read("view", ViewOf, "pattern or events") ?? EvidenceView.Pattern;
        return Json(await client.EvidenceAsync(id, view, http.RequestAborted) ?? throw Unknown(id));
    }

    private static EvidenceView? ViewOf(string text) => text switch
    {
        "pattern" => EvidenceView.Pattern,
        "events" => EvidenceView.Events,
        _ => null,
    };
}
