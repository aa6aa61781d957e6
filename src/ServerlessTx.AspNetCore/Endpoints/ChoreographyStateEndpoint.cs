using Microsoft.AspNetCore.Http;

namespace ServerlessTx.AspNetCore;

/// <summary>How a run stands, with who has not answered what.</summary>
internal sealed class ChoreographyStateEndpoint(Failures failures, ChoreographyClient client)
    : ApiEndpoint(failures, "choreography_state", HttpMethods.Get, "choreographies/{id}", ApiRole.Read)
{
    private protected override async Task<IResult> HandleAsync(HttpContext http, string[] values)
    {
        var id = IdOf(values);
        return Json(await client.GetAsync(id, http.RequestAborted) ?? throw Unknown(id));
    }
}
