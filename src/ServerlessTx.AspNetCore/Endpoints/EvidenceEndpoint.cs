using Microsoft.AspNetCore.Http;

namespace ServerlessTx.AspNetCore;

/// <summary>The evidence document, in the form of the transaction's pattern; of a saga also as events, as steps or as a synchronisation.</summary>
internal sealed class EvidenceEndpoint(Failures failures, TransactionClient client)
    : ApiEndpoint(failures, "evidence", HttpMethods.Get, "transactions/{id}/evidence", ApiRole.Read)
{
    private protected override async Task<IResult> HandleAsync(HttpContext http, string[] values)
    {
        var id = IdOf(values);
        var view = new QueryParameters(http.Request, "view").Read("view", ViewOf, "pattern, events, steps or sync") ?? EvidenceView.Pattern;
        var document = await client.EvidenceAsync(id, view, http.RequestAborted) ?? throw Unknown(id);
        return Json(document);
    }

    private static EvidenceView? ViewOf(string text) => text switch
    {
        "pattern" => EvidenceView.Pattern,
        "events" => EvidenceView.Events,
        "steps" => EvidenceView.Steps,
        "sync" => EvidenceView.Sync,
        _ => null,
    };
}
