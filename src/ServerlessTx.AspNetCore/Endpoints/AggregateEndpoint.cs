using Microsoft.AspNetCore.Http;

namespace ServerlessTx.AspNetCore;

/// <summary>
/// An operation on an aggregate, which is named by its type and its id: an id is anybody's to choose, so it says nothing of the type, and
/// what is registered decides which types there are.
/// </summary>
internal abstract class AggregateEndpoint(Failures failures, AggregateDesks desks, string name, string method, string pattern, ApiRole role)
    : ApiEndpoint(failures, name, method, Address + pattern, role)
{
    private const string Address = "aggregates/{type}/{id}";

    private protected override Task<IResult> HandleAsync(HttpContext http, string[] values)
    {
        var desk = desks.Find(values[0]) ?? throw new Problem(
            ProblemTypes.UnknownAggregateType,
            $"There is no aggregate type {Quoted.Value(values[0])}; there are: {string.Join(", ", desks.All.Select(known => known.Type))}.").Thrown();
        return AggregatePlaces.IsId(values[1])
            ? HandleAsync(http, desk, values[1], values[2..])
            : throw new Problem(
                ProblemTypes.MalformedAggregateId, $"An aggregate's id is {AggregatePlaces.IdExpected}; {Quoted.Value(values[1])} was sent.").Thrown();
    }

    private protected abstract Task<IResult> HandleAsync(HttpContext http, AggregateDesk desk, string id, string[] rest);

    private protected static Exception Unknown(AggregateDesk desk, string id, AsOf? asOf) => asOf is AsOf.Version version
        ? new Problem(ProblemTypes.UnknownVersion, $"The {desk.Type} {id} has not come to version {version.Number}.").Thrown()
        : new Problem(
            ProblemTypes.UnknownAggregate, $"Nothing {(asOf is null ? "has happened" : "had happened by then")} to a {desk.Type} {id}.").Thrown();
}
