using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Scalar.AspNetCore;

namespace ServerlessTx.AspNetCore;

/// <summary>Maps the OpenAPI document and a page to try the API on.</summary>
public static class ServerlessTxDocs
{
    private const string Document = "/openapi/v1.json";

    /// <summary>Maps <c>/openapi/v1.json</c> and the page. Neither needs a key, and the page loads nothing from elsewhere.</summary>
    /// <param name="app">The application, after <c>AddServerlessTx</c>.</param>
    /// <param name="prefix">Where <see cref="ServerlessTxEndpoints.MapServerlessTx"/> put the routes.</param>
    /// <param name="page">Where the page stands.</param>
    public static void MapServerlessTxDocs(this IEndpointRouteBuilder app, string prefix = "/api", string page = "/docs")
    {
        var api = new ServerlessTxApi(app.ServiceProvider);
        app.MapGet(Document, (HttpContext http) => Results.Json(api.OpenApi(http.Request.PathBase, prefix), WireJson.Tolerant))
            .ExcludeFromDescription();
        app.MapScalarApiReference(page, options =>
        {
            options.Title = "ServerlessTx";
            options.OpenApiRoutePattern = Document;
            // All of these would call Scalar's own servers.
            (options.DefaultFonts, options.Telemetry) = (false, false);
            (options.Agent, options.Mcp) = (new ScalarAgentOptions { Disabled = true }, new ScalarMcpOptions { Disabled = true });
            options.ShowDeveloperTools = DeveloperToolsVisibility.Never;
        });
    }
}
