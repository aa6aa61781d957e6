using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace ServerlessTx.AspNetCore;

/// <summary>One occurrence of a problem: an answer, in <c>application/problem+json</c>.</summary>
/// <param name="Type">Its kind.</param>
/// <param name="Detail">What is wrong here and what would be right.</param>
internal sealed record Problem(ProblemType Type, string Detail) : IResult
{
    /// <summary>Members beside the standard ones: <c>field</c>, <c>parameter</c> and the like.</summary>
    public IReadOnlyDictionary<string, string> Extensions { get; init; } = new Dictionary<string, string>();

    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    public Problem With(string extension, string value) =>
        this with { Extensions = new Dictionary<string, string>(Extensions) { [extension] = value } };

    public Problem Header(string name, string value) => this with { Headers = new Dictionary<string, string>(Headers) { [name] = value } };

    public ProblemException Thrown() => new(this);

    public Task ExecuteAsync(HttpContext httpContext)
    {
        foreach (var (name, value) in Headers)
            httpContext.Response.Headers[name] = value;
        return Results.Json(Body(), WireJson.Tolerant, "application/problem+json", Type.Status).ExecuteAsync(httpContext);
    }

    private JsonObject Body()
    {
        var body = new JsonObject { ["type"] = Type.Uri, ["title"] = Type.Title, ["status"] = Type.Status, ["detail"] = Detail };
        foreach (var (name, value) in Extensions)
            body[name] = value;
        return body;
    }
}
