using Microsoft.AspNetCore.Http;

namespace ServerlessTx.AspNetCore;

/// <summary>The evidence document, in the form of the transaction's pattern, as events or as steps.</summary>
internal sealed class EvidenceEndpoint(Failures failures, TransactionClient client)
    : ApiEndpoint(failures, "evidence", HttpMethods.Get, "transactions/{id}/evidence", ApiRole.Read)
{
    private protected override async Task<IResult> HandleAsync(HttpContext http, string[] values)
    {
        var id = IdOf(values);
        var view = new QueryParameters(http.Request, "view").Read("view", text => text == "steps" ? EvidenceView.Steps : ViewOf(text), "pattern, events or steps") ?? EvidenceView.Pattern;
        var document = await client.EvidenceAsync(id, view, http.RequestAborted) ?? throw Unknown(id);
        return Json(document);
    }

    internal static EvidenceView? ViewOf(string text) => text switch
    {
        "pattern" => EvidenceView.Pattern,
        "events" => EvidenceView.Events,
        _ => null,
    };
}
