using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ServerlessTx.AspNetCore;

/// <summary>Maps the API into an ASP.NET Core application.</summary>
public static class ServerlessTxEndpoints
{
    /// <summary>
    /// Maps the routes. Who may use them is the application's to say, on the group that comes back; <see cref="ApiKeyEndpoints.RequireApiKeys"/>
    /// is one way.
    /// </summary>
    /// <param name="app">The application, after <c>AddServerlessTx</c>.</param>
    /// <param name="prefix">
    /// Where they stand. Routes of the application's own under it keep working; what nobody maps there is a 404 problem.
    /// </param>
    public static RouteGroupBuilder MapServerlessTx(this IEndpointRouteBuilder app, string prefix = "/api")
    {
        var api = new ServerlessTxApi(app.ServiceProvider);
        var group = app.MapGroup(prefix).WithTags("Transactions");
        foreach (var endpoint in api.Endpoints)
        {
            group.MapMethods(endpoint.Pattern, ServerlessTxApi.Methods(endpoint), Handler(http => endpoint.AnswerAsync(http, ValuesOf(endpoint.Pattern, http))))
                .WithMetadata(endpoint)
                .ExcludeFromDescription();
        }

        group.MapFallback("{**path}", Handler(http => api.AnswerUnknownAsync(http, http.Request.RouteValues["path"] as string ?? ""))).ExcludeFromDescription();
        return group;
    }

    /// <summary>A delegate and not a <see cref="RequestDelegate"/>: what it returns is the answer, and filters see it.</summary>
    private static Delegate Handler(Func<HttpContext, Task<IResult>> handle) => handle;

    private static string[] ValuesOf(string pattern, HttpContext http) =>
        [.. pattern.Split('/').Where(part => part.StartsWith('{')).Select(part => http.Request.RouteValues[part[1..^1]] as string ?? "")];
}
