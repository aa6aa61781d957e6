using Microsoft.AspNetCore.Http;

namespace ServerlessTx.AspNetCore;

/// <summary>Where a request was sent, as the address of what it makes begins.</summary>
internal static class RequestPath
{
    /// <param name="request">The request.</param>
    /// <param name="segments">How many segments at its end are left out.</param>
    public static string Without(HttpRequest request, int segments)
    {
        var path = (request.PathBase + request.Path).ToUriComponent().TrimEnd('/');
        for (var left = segments; left > 0; left--)
            path = path[..path.LastIndexOf('/')];
        return path;
    }
}
