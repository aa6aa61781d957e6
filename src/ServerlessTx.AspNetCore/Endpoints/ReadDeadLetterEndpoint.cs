using Microsoft.AspNetCore.Http;

namespace ServerlessTx.AspNetCore;

/// <summary>One dead letter with what it says. Personal data stands in it as it is stored, sealed.</summary>
internal sealed class ReadDeadLetterEndpoint(Failures failures, DeadLetters letters)
    : DeadLetterEndpoint(failures, letters, "dead_letter", HttpMethods.Get, "/{letter}", ApiRole.Read)
{
    private protected override async Task<IResult> AnswerAsync(HttpContext http, string subscription, string[] rest) =>
        await Letters.FindAsync(subscription, rest[0], http.RequestAborted) is { } dead ? Json(DeadLetterAnswer.Of(dead)) : throw Unknown(subscription, rest[0]);
}
