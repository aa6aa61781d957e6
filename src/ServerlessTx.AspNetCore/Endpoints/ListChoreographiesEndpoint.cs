using Microsoft.AspNetCore.Http;

namespace ServerlessTx.AspNetCore;

/// <summary>The runs that are not settled, newest first.</summary>
internal sealed class ListChoreographiesEndpoint(Failures failures, ChoreographyClient client)
    : ApiEndpoint(failures, "list_choreographies", HttpMethods.Get, "choreographies", ApiRole.Read)
{
    private protected override async Task<IResult> HandleAsync(HttpContext http, string[] values)
    {
        var onlyStuck = new QueryParameters(http.Request, "status").Read("status", StatusOf, "stuck or open") ?? false;
        return Json(new { choreographies = await client.ListOpenAsync(onlyStuck, cancellation: http.RequestAborted) });
    }

    private static bool? StatusOf(string text) => text switch { "stuck" => true, "open" => false, _ => null };
}
