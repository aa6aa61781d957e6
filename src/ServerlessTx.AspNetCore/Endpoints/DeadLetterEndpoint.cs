using Microsoft.AspNetCore.Http;

namespace ServerlessTx.AspNetCore;

/// <summary>An operation on the dead letters of a subscription, which is called after its service.</summary>
internal abstract class DeadLetterEndpoint(Failures failures, DeadLetters letters, string name, string method, string pattern, ApiRole role)
    : ApiEndpoint(failures, name, method, "dead-letters/{subscription}" + pattern, role)
{
    private protected DeadLetters Letters => letters;

    private protected override Task<IResult> HandleAsync(HttpContext http, string[] values) => letters.Subscriptions.Contains(values[0])
        ? AnswerAsync(http, values[0], values[1..])
        : throw new Problem(
            ProblemTypes.UnknownSubscription,
            $"There is no subscription {Quoted.Value(values[0])}; there are: {string.Join(", ", letters.Subscriptions)}.").Thrown();

    private protected abstract Task<IResult> AnswerAsync(HttpContext http, string subscription, string[] rest);

    private protected static Exception Unknown(string subscription, string letter) => new Problem(
        ProblemTypes.UnknownDeadLetter, $"No dead letter {Quoted.Value(letter)} lies with {subscription}; it may have been put back.").Thrown();
}
