using Microsoft.AspNetCore.Http;

namespace ServerlessTx.AspNetCore;

/// <summary>How a lock stands; one that nobody took is free.</summary>
internal sealed class LockStateEndpoint(Failures failures, Locks locks)
    : LockEndpoint(failures, "lock_state", HttpMethods.Get, "", ApiRole.Read)
{
    private protected override async Task<IResult> HandleAsync(HttpContext http, string resource) =>
        Json(LockStateAnswer.Of(await locks.StateAsync(resource, http.RequestAborted)));
}
