using Microsoft.AspNetCore.Http;

namespace ServerlessTx.AspNetCore;

/// <summary>Whether a subject's personal data can be read, or is erased.</summary>
internal sealed class SubjectEndpoint(Failures failures, ISubjectKeys keys) : ApiEndpoint(failures, "subject", HttpMethods.Get, "subjects/{id}", ApiRole.Read)
{
    private protected override async Task<IResult> HandleAsync(HttpContext http, string[] values) =>
        SubjectAnswer.Of(SubjectOf(values), await keys.FindAsync(SubjectOf(values), http.RequestAborted)) is { } answer
            ? Json(answer)
            : new Problem(ProblemTypes.UnknownSubject, $"Nothing personal of {values[0]} was ever taken here, and nothing of it is erased.");

    internal static string SubjectOf(string[] values) => Subjects.IsId(values[0])
        ? values[0]
        : throw new Problem(ProblemTypes.MalformedSubjectId, $"A subject's id is {Subjects.IdExpected}; {Quoted.Value(values[0])} was sent.").Thrown();
}
