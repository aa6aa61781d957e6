using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace ServerlessTx.AspNetCore;

/// <summary>An operation on a read model, which is named by the type of its aggregates and its own name.</summary>
internal abstract class ProjectionEndpoint(Failures failures, IReadOnlyList<IProjector> projectors, PersonalData personal, string name, string pattern)
    : ApiEndpoint(failures, name, HttpMethods.Get, "projections/{type}/{projection}" + pattern, ApiRole.Read)
{
    private const string RetryAfterSeconds = "1";

    private protected override async Task<IResult> HandleAsync(HttpContext http, string[] values)
    {
        var projector = projectors.FirstOrDefault(known => known.Type == values[0] && known.Names.Contains(values[1])) ?? throw new Problem(
            ProblemTypes.UnknownProjection,
            $"There is no projection {Quoted.Value(values[1])} of {Quoted.Value(values[0])}; there are: {string.Join(", ", projectors.SelectMany(known => known.Names.Select(one => $"{known.Type}/{one}")))}.").Thrown();
        try
        {
            return await AnswerAsync(http, projector, values[1], values[2..]);
        }
        catch (ProjectionNotBuiltException building)
        {
            return new Problem(ProblemTypes.ProjectionNotBuilt, building.Message).Header("Retry-After", RetryAfterSeconds);
        }
    }

    private protected abstract Task<IResult> AnswerAsync(HttpContext http, IProjector projector, string projection, string[] rest);

    /// <summary>A row as it is read: with personal data in the clear, or said to be erased.</summary>
    private protected async Task<ProjectedRow> RowAsync(string name, JsonNode row, CancellationToken cancellation) =>
        new(name, await personal.OpenAsync(WireJson.ToElement(row), cancellation));
}

/// <summary>A row of a read model.</summary>
internal sealed record ProjectedRow(string Name, JsonElement Row);
