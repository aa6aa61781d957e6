using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace ServerlessTx.AspNetCore;

/// <summary>
/// Takes a lock. It is a PUT because an owner that asks again is given the same lease, however often the request was delivered. Who would wait
/// stands in line and is asked for each second; who goes away loses its place.
/// </summary>
internal sealed class AcquireLockEndpoint(Failures failures, Locks locks)
    : LockEndpoint(failures, "acquire_lock", HttpMethods.Put, "", ApiRole.Start)
{
    private const string NotAcquired = "lock_acquisition_failed";
    private const string RetryAfterSeconds = "1";

    private protected override async Task<IResult> HandleAsync(HttpContext http, string resource)
    {
        var wanted = await RequestBody.ReadAsync<AcquireLockRequest>(http.Request);
        var wait = PreferHeader.WaitOf(http.Request);
        var terms = new LockTerms { Owner = wanted.Owner, Ttl = TimeSpan.FromSeconds(wanted.TtlSec), Retries = wait ?? 0, RetryAfter = TimeSpan.FromSeconds(1) };
        if (wait is { } seconds)
            http.Response.Headers["Preference-Applied"] = string.Create(CultureInfo.InvariantCulture, $"wait={seconds}");
        return await locks.AcquireAsync(resource, terms, http.RequestAborted) switch
        {
            LockAnswer.Held held => Json(LeaseAnswer.Of(held.Lease)),
            LockAnswer.Busy busy => Refused(resource, busy),
            _ => throw new InvalidOperationException("A lock answers held or busy."),
        };
    }

    private static Problem Refused(string resource, LockAnswer.Busy busy)
    {
        var problem = new Problem(ProblemTypes.LockAcquisitionFailed, busy.Until is { } until
            ? $"{resource} is held until {Stamp.Text(until)} unless its holder renews or releases it, and {busy.Ahead} wait ahead. Send Prefer: wait=n to wait in line."
            : $"{resource} is free and kept for the {busy.Ahead} who wait ahead. Send Prefer: wait=n to wait in line.")
            .With("reason", NotAcquired)
            .Header("Retry-After", RetryAfterSeconds);
        return busy.Until is { } held ? problem.With("held_until", Stamp.Text(held)) : problem;
    }
}
