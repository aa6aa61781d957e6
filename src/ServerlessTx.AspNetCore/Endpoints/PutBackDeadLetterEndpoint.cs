using Microsoft.AspNetCore.Http;

namespace ServerlessTx.AspNetCore;

/// <summary>Puts a dead letter back, once what it failed at is mended. It takes a role that no other includes.</summary>
internal sealed class PutBackDeadLetterEndpoint(Failures failures, DeadLetters letters, ServerlessTxHttpOptions options)
    : DeadLetterEndpoint(failures, letters, "put_back_dead_letter", HttpMethods.Post, "/{letter}/put-back", ApiRole.Operator)
{
    private protected override async Task<IResult> AnswerAsync(HttpContext http, string subscription, string[] rest)
    {
        var request = await RequestBody.ReadAsync<PutBackRequest>(http.Request);
        // A client that goes away now does not leave it half done.
        return await Letters.PutBackAsync(subscription, rest[0], options.Caller(http), request.Reason, CancellationToken.None) is { } back
            ? Json(DeadLetterLine.Of(back))
            : throw Unknown(subscription, rest[0]);
    }
}
