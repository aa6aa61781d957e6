using Microsoft.AspNetCore.Http;

namespace ServerlessTx.AspNetCore;

/// <summary>The limits of this host: which calls are under way, and which wait for a turn.</summary>
internal sealed class LimitsEndpoint(Failures failures, ConcurrencyLimits limits)
    : ApiEndpoint(failures, "limits", HttpMethods.Get, "limits", ApiRole.Read)
{
    private protected override async Task<IResult> HandleAsync(HttpContext http, string[] values) =>
        Json(new LimitsAnswer(await limits.ListAsync(http.RequestAborted)));
}
