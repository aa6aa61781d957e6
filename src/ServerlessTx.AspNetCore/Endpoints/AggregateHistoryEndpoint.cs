using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace ServerlessTx.AspNetCore;

/// <summary>What has happened to an aggregate, a page of it. Versions are dense, so the version behind which a page begins is all that a reader keeps.</summary>
internal sealed class AggregateHistoryEndpoint(Failures failures, AggregateDesks desks, PersonalData personal)
    : AggregateEndpoint(failures, desks, "aggregate_history", HttpMethods.Get, "/history", ApiRole.Read)
{
    private const int MostEvents = 200;
    private const int UsualEvents = 50;

    private protected override async Task<IResult> HandleAsync(HttpContext http, AggregateDesk desk, string id, string[] rest)
    {
        var query = new QueryParameters(http.Request, "after", "limit");
        var after = query.Read("after", VersionOf, "the version behind which to begin, a whole number from 0") ?? 0;
        var limit = query.Read("limit", LimitOf, $"a number from 1 to {MostEvents}") ?? UsualEvents;
        var events = await desk.HistoryAsync(id, after, limit + 1, http.RequestAborted);
        if (events.Count == 0 && (after == 0 || await desk.ReadAsync(id, asOf: null, http.RequestAborted) is { Version: 0 }))
            throw Unknown(desk, id, asOf: null);
        return Json(new HistoryPage
        {
            Events = await Task.WhenAll(events.Take(limit).Select(async happened =>
                happened with { Data = await personal.OpenAsync(happened.Data, http.RequestAborted) })),
            Continuation = events.Count > limit ? events[limit - 1].Version : null,
        });
    }

    private static long? VersionOf(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var version) && version <= StreamStore.MostVersions ? version : null;

    private static int? LimitOf(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var lines) && lines is >= 1 and <= MostEvents ? lines : null;
}

/// <summary>Some events of an aggregate.</summary>
internal sealed record HistoryPage
{
    public required IReadOnlyList<HappenedEvent> Events { get; init; }

    /// <summary>What to ask behind for the next page; none at the end.</summary>
    public long? Continuation { get; init; }
}
