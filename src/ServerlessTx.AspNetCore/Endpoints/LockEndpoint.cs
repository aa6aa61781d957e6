using Microsoft.AspNetCore.Http;

namespace ServerlessTx.AspNetCore;

/// <summary>An operation on the lock of a resource.</summary>
internal abstract class LockEndpoint(Failures failures, string name, string method, string pattern, ApiRole role)
    : ApiEndpoint(failures, name, method, "locks/{resource}" + pattern, role)
{
    private protected override Task<IResult> HandleAsync(HttpContext http, string[] values) => LockRows.IsResource(values[0])
        ? HandleAsync(http, values[0])
        : throw new Problem(ProblemTypes.MalformedResource, $"A lock's resource is {LockRows.ResourceExpected}; {Quoted.Value(values[0])} was sent.").Thrown();

    private protected abstract Task<IResult> HandleAsync(HttpContext http, string resource);

    /// <summary>Said to whoever renews or gives up what is not theirs, or no longer.</summary>
    private protected static Problem NotHeld(string resource, LockTokenRequest request) => new(
        ProblemTypes.LockNotHeld,
        $"{Quoted.Value(request.Owner)} does not hold {resource} under the token {request.LockToken}. Acquire it again, and write nothing under that token.");
}
