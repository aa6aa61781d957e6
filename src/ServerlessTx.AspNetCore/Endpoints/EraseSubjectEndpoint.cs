using Microsoft.AspNetCore.Http;

namespace ServerlessTx.AspNetCore;

/// <summary>
/// Destroys the key of a subject: all its personal data is erased at once, wherever it lies, and nothing personal is taken for that id any more.
/// Sent again, it answers the erasure that stands.
/// </summary>
internal sealed class EraseSubjectEndpoint(Failures failures, ISubjectKeys keys, ServerlessTxHttpOptions options)
    : ApiEndpoint(failures, "erase_subject", HttpMethods.Post, "subjects/{id}/erase", ApiRole.Operator)
{
    private protected override async Task<IResult> HandleAsync(HttpContext http, string[] values)
    {
        var subject = SubjectEndpoint.SubjectOf(values);
        var reason = await JsonBody.ReadOptionalAsync(http.Request) is { } body ? ((EraseRequest)StrictInput.Read(body, typeof(EraseRequest))).Reason : null;
        // A client that goes away now does not leave it undone.
        return Json(SubjectAnswer.Of(subject, await keys.EraseAsync(subject, options.Caller(http), reason, CancellationToken.None))!);
    }
}
