using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace ServerlessTx.AspNetCore;

/// <summary>What is computed from a stream is the same while the stream is: where it ends says so.</summary>
internal static class Conditional
{
    /// <summary>A head is a weak ETag, since a newer host may compute more from the same records.</summary>
    public static IResult Answer(HttpContext http, StreamHead head, Func<IResult> answer) =>
        Answer(http, new EntityTagHeaderValue($"\"{head.Hash}\"", isWeak: true), answer);

    public static IResult Answer(HttpContext http, EntityTagHeaderValue tag, Func<IResult> answer)
    {
        http.Response.Headers.ETag = tag.ToString();
        http.Response.Headers.CacheControl = "no-cache";
        return EntityTagHeaderValue.TryParseList(http.Request.Headers.IfNoneMatch, out var known)
            && known.Any(other => other == EntityTagHeaderValue.Any || other.Compare(tag, useStrongComparison: false))
                ? Results.StatusCode(StatusCodes.Status304NotModified)
                : answer();
    }
}
