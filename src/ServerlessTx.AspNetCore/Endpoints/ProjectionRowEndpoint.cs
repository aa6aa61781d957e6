using Microsoft.AspNetCore.Http;

namespace ServerlessTx.AspNetCore;

/// <summary>One row of a read model: what a customer has, say.</summary>
internal sealed class ProjectionRowEndpoint(Failures failures, IReadOnlyList<IProjector> projectors, PersonalData personal)
    : ProjectionEndpoint(failures, projectors, personal, "projection_row", "/{row}")
{
    private protected override async Task<IResult> AnswerAsync(HttpContext http, IProjector projector, string projection, string[] rest) =>
        await projector.FindAsync(projection, rest[0], http.RequestAborted) is { } row
            ? Json(await RowAsync(rest[0], row, http.RequestAborted))
            : new Problem(ProblemTypes.UnknownRow, $"Nothing has a share in the row {Quoted.Value(rest[0])} of {projection} yet.");
}
