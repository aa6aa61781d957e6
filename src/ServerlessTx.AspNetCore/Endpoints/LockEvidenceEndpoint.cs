using Microsoft.AspNetCore.Http;

namespace ServerlessTx.AspNetCore;

/// <summary>What happened to a lock, for whoever wants to check it.</summary>
internal sealed class LockEvidenceEndpoint(Failures failures, Locks locks)
    : LockEndpoint(failures, "lock_evidence", HttpMethods.Get, "/evidence", ApiRole.Read)
{
    private protected override async Task<IResult> HandleAsync(HttpContext http, string resource) => Json(
        await locks.EvidenceAsync(resource, http.RequestAborted)
            ?? throw new Problem(ProblemTypes.UnknownLock, $"Nothing is known to have happened to the lock of {resource}.").Thrown());
}
