using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace ServerlessTx.AspNetCore;

/// <summary>
/// What is computed from a stream is the same while the stream is: its head is the ETag. A weak one, since a newer host may compute more
/// from the same records.
/// </summary>
internal static class Conditional
{
    public static IResult Answer(HttpContext http, StreamHead head, Func<IResult> answer)
    {
        var tag = new EntityTagHeaderValue($"\"{head.Hash}\"", isWeak: true);
        http.Response.Headers.ETag = tag.ToString();
        http.Response.Headers.CacheControl = "no-cache";
        return EntityTagHeaderValue.TryParseList(http.Request.Headers.IfNoneMatch, out var known)
            && known.Any(other => other == EntityTagHeaderValue.Any || other.Compare(tag, useStrongComparison: false))
                ? Results.StatusCode(StatusCodes.Status304NotModified)
                : answer();
    }
}
