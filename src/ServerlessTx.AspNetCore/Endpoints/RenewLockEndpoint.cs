using Microsoft.AspNetCore.Http;

namespace ServerlessTx.AspNetCore;

/// <summary>Holds a lock for longer, counted from now.</summary>
internal sealed class RenewLockEndpoint(Failures failures, Locks locks)
    : LockEndpoint(failures, "renew_lock", HttpMethods.Post, "/renew", ApiRole.Start)
{
    private protected override async Task<IResult> HandleAsync(HttpContext http, string resource)
    {
        var request = await RequestBody.ReadAsync<RenewLockRequest>(http.Request);
        return await locks.RenewAsync(request.LeaseOf(resource), TimeSpan.FromSeconds(request.TtlSec), CancellationToken.None) is { } renewed
            ? Json(LeaseAnswer.Of(renewed))
            : NotHeld(resource, request);
    }
}
