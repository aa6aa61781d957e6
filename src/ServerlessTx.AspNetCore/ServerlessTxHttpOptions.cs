using System.Net;
using Microsoft.AspNetCore.Http;

namespace ServerlessTx.AspNetCore;

/// <summary>What an application can set of the routes.</summary>
public sealed class ServerlessTxHttpOptions
{
    /// <summary>
    /// Who asks: recorded in the evidence, and the scope of idempotency keys. By default the authenticated user's name; without one
    /// <c>local</c> on this machine and <c>anonymous</c> from elsewhere.
    /// </summary>
    public Func<HttpContext, string> Caller { get; set; } = CallerOf;

    private static string CallerOf(HttpContext http) =>
        http.User.Identity is { IsAuthenticated: true, Name: { Length: > 0 } name } ? name : http.IsLocal() ? "local" : "anonymous";
}

/// <summary>Which requests are of this machine.</summary>
internal static class LocalRequests
{
    private static readonly string[] Proxied = ["Forwarded", "Via", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP"];

    /// <summary>
    /// From this machine, and not passed on by a proxy on it, which is known by what it adds: one that adds nothing cannot be told from its
    /// machine. No address at all is a pipe or a test inside the process.
    /// </summary>
    public static bool IsLocal(this HttpContext http) =>
        (http.Connection.RemoteIpAddress is not { } address || IPAddress.IsLoopback(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address))
        && !Proxied.Any(http.Request.Headers.ContainsKey)
        && IsOwnName(http.Request.Host.Host);

    /// <summary>A web page whose name was made to point at this machine still sends its own name.</summary>
    private static bool IsOwnName(string host) => host.Length == 0
        || host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));
}
