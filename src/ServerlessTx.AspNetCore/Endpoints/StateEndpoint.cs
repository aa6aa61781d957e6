using Microsoft.AspNetCore.Http;

namespace ServerlessTx.AspNetCore;

/// <summary>How a transaction stands.</summary>
internal sealed class StateEndpoint(Failures failures, TransactionClient client)
    : ApiEndpoint(failures, "state", HttpMethods.Get, "transactions/{id}", ApiRole.Read)
{
    private protected override async Task<IResult> HandleAsync(HttpContext http, string[] values)
    {
        var id = IdOf(values);
        var state = await client.GetAsync(id, http.RequestAborted) ?? throw Unknown(id);
        return Conditional.Answer(http, state.Head, () => Json(state));
    }
}
