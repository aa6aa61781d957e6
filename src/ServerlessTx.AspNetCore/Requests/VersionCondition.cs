using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace ServerlessTx.AspNetCore;

/// <summary>
/// On what a command depends: <c>If-Match</c> with an ETag expects that version, <c>If-Match: *</c> an aggregate that exists, and
/// <c>If-None-Match: *</c> one that does not (RFC 9110, section 13.1).
/// </summary>
/// <param name="Version">The version it must be at; none takes it as it is.</param>
/// <param name="MustExist">Whether something must have happened to it.</param>
internal sealed record VersionCondition(long? Version, bool MustExist)
{
    public static VersionCondition Read(HttpRequest request) => (Tag(request.Headers.IfMatch, "If-Match"), Tag(request.Headers.IfNoneMatch, "If-None-Match")) switch
    {
        (null, null) => new VersionCondition(null, MustExist: false),
        (not null, not null) => throw Malformed("If-Match and If-None-Match were sent; a command takes one of them"),
        (null, { } none) => none.Equals(EntityTagHeaderValue.Any)
            ? new VersionCondition(0, MustExist: false)
            : throw Malformed("If-None-Match takes * with a command: it is done where nothing has happened yet"),
        ({ } match, null) => match.Equals(EntityTagHeaderValue.Any)
            ? new VersionCondition(null, MustExist: true)
            : new VersionCondition(VersionTag.Read(match) ?? throw Failed("no version has that ETag"), MustExist: false),
    };

    public static ProblemException Failed(string how, long? version = null)
    {
        var problem = new Problem(ProblemTypes.VersionMismatch, $"The aggregate is not as the command expects: {how}. Read it again, and decide again.");
        return (version is { } number ? problem.With("version", number.ToString(CultureInfo.InvariantCulture)) : problem).Thrown();
    }

    private static EntityTagHeaderValue? Tag(Microsoft.Extensions.Primitives.StringValues values, string name)
    {
        if (values.Count == 0)
            return null;
        return EntityTagHeaderValue.TryParseStrictList(values, out var tags) && tags is [var only]
            ? only
            : throw Malformed($"{name} takes one ETag as it was answered, \"3\" say, or *; {Quoted.Value(values.ToString())} was sent");
    }

    private static ProblemException Malformed(string how) => new Problem(ProblemTypes.MalformedRequest, how + ".").Thrown();
}
