using Microsoft.AspNetCore.Http;

namespace ServerlessTx.AspNetCore;

/// <summary>
/// What a participant in doubt asks: past the deadline of an undecided transaction the asking itself turns it back. A reader's right is
/// enough, since it is the deadline that decides and not who asks.
/// </summary>
internal sealed class AskDecisionEndpoint(Failures failures, TransactionClient client)
    : ApiEndpoint(failures, "ask_decision", HttpMethods.Post, "transactions/{id}/decision", ApiRole.Read)
{
    private protected override async Task<IResult> HandleAsync(HttpContext http, string[] values)
    {
        var id = IdOf(values);
        return Json(DecisionAnswer.Of(await client.AskAsync(id, CancellationToken.None) ?? throw Unknown(id)));
    }
}
