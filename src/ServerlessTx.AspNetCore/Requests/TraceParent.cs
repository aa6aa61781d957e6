using System.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace ServerlessTx.AspNetCore;

/// <summary>The W3C trace context that is handed on to the participants: this request's span where there is one, else what came in.</summary>
internal static class TraceParent
{
    public static string? Of(HttpRequest request) =>
        Activity.Current is { IdFormat: ActivityIdFormat.W3C, Id: { } id } ? id
        : request.Headers.TraceParent is [{ } header] && ActivityContext.TryParse(header, null, out _) ? header
        : null;
}
