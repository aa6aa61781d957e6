using Microsoft.AspNetCore.Http;

namespace ServerlessTx.AspNetCore;

/// <summary>The rows of a read model by their names, and how far it is behind.</summary>
internal sealed class ProjectionRowsEndpoint(Failures failures, IReadOnlyList<IProjector> projectors, PersonalData personal)
    : ProjectionEndpoint(failures, projectors, personal, "projection_rows", "")
{
    private const int MostRows = 1000;
    private const int UsualRows = 100;

    private protected override async Task<IResult> AnswerAsync(HttpContext http, IProjector projector, string projection, string[] rest)
    {
        var query = new QueryParameters(http.Request, "after", "limit");
        var after = query.Read("after", text => text, "the name behind which to begin") ?? "";
        var limit = query.Read("limit", LimitOf, $"a number from 1 to {MostRows}") ?? UsualRows;
        var rows = (await projector.ListAsync(projection, http.RequestAborted)).Where(row => string.CompareOrdinal(row.Name, after) > 0).Take(limit + 1).ToList();
        return Json(new ProjectionPage
        {
            Rows = await Task.WhenAll(rows.Take(limit).Select(row => RowAsync(row.Name, row.Row, http.RequestAborted))),
            Continuation = rows.Count > limit ? rows[limit - 1].Name : null,
            Lag = await projector.LagAsync(http.RequestAborted),
        });
    }

    private static int? LimitOf(string text) => int.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var rows) && rows is >= 1 and <= MostRows ? rows : null;
}

/// <summary>Some rows of a read model.</summary>
internal sealed record ProjectionPage
{
    public required IReadOnlyList<ProjectedRow> Rows { get; init; }

    /// <summary>What to ask behind for the next page; none at the end.</summary>
    public string? Continuation { get; init; }

    /// <summary>Appends that are not in it yet.</summary>
    public required ProjectionLag Lag { get; init; }
}
