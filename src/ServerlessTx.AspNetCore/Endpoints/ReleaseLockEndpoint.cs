using Microsoft.AspNetCore.Http;

namespace ServerlessTx.AspNetCore;

/// <summary>Gives a lock up; twice is once.</summary>
internal sealed class ReleaseLockEndpoint(Failures failures, Locks locks)
    : LockEndpoint(failures, "release_lock", HttpMethods.Post, "/release", ApiRole.Start)
{
    private protected override async Task<IResult> HandleAsync(HttpContext http, string resource)
    {
        var request = await RequestBody.ReadAsync<LockTokenRequest>(http.Request);
        return await locks.ReleaseAsync(request.LeaseOf(resource), CancellationToken.None)
            ? Json(LockStateAnswer.Of(await locks.StateAsync(resource, http.RequestAborted)))
            : NotHeld(resource, request);
    }
}
