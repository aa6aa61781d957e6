using Microsoft.AspNetCore.Http;

namespace ServerlessTx.AspNetCore;

/// <summary>What is decided. It only reads, whatever the time is.</summary>
internal sealed class ReadDecisionEndpoint(Failures failures, TransactionClient client)
    : ApiEndpoint(failures, "read_decision", HttpMethods.Get, "transactions/{id}/decision", ApiRole.Read)
{
    private protected override async Task<IResult> HandleAsync(HttpContext http, string[] values)
    {
        var id = IdOf(values);
        return Json(DecisionAnswer.Of(await client.DecisionAsync(id, http.RequestAborted) ?? throw Unknown(id)));
    }
}
