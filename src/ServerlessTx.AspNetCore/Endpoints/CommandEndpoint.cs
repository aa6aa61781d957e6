using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace ServerlessTx.AspNetCore;

/// <summary>
/// Asks something of an aggregate. The command stands in the address, as a workflow's name does in a start, so that each has a schema of its
/// own and its body is its fields and nothing else.
/// </summary>
internal sealed class CommandEndpoint(Failures failures, AggregateDesks desks, PersonalData personal, ServerlessTxHttpOptions options)
    : AggregateEndpoint(failures, desks, "command", HttpMethods.Post, "/{command}", ApiRole.Start)
{
    private const string RetryAfterSeconds = "1";

    private static readonly JsonElement NoFields = JsonElement.Parse("{}");

    private protected override async Task<IResult> HandleAsync(HttpContext http, AggregateDesk desk, string id, string[] rest)
    {
        if (!desk.Commands.ContainsKey(rest[0]))
        {
            throw new Problem(
                ProblemTypes.UnknownCommand,
                $"A {desk.Type} takes no command {Quoted.Value(rest[0])}; it takes: {string.Join(", ", desk.Commands.Keys)}.").Thrown();
        }

        var condition = VersionCondition.Read(http.Request);
        var terms = new CommandTerms
        {
            ExpectedVersion = condition.Version,
            IdempotencyKey = IdempotencyKeyHeader.Read(http.Request),
            Caller = options.Caller(http),
        };
        var body = await JsonBody.ReadOptionalAsync(http.Request) ?? NoFields;
        if (condition.MustExist && await desk.ReadAsync(id, asOf: null, http.RequestAborted) is { Version: 0 })
            throw VersionCondition.Failed("nothing has happened to it yet", 0);
        // A client that goes away now does not leave it half-done.
        return await desk.HandleAsync(id, rest[0], body, terms, CancellationToken.None) switch
        {
            CommandResult<JsonElement, JsonElement>.Accepted accepted => await AcceptedAsync(http, desk, accepted),
            CommandResult<JsonElement, JsonElement>.Refused refused => new Problem(
                ProblemTypes.CommandRefused, $"{rest[0]} was refused: {refused.Reason}. The {desk.Type} {id} is at version {refused.Aggregate.Version}.")
                .With("reason", refused.Reason)
                .With("version", refused.Aggregate.Version.ToString(CultureInfo.InvariantCulture)),
            CommandResult<JsonElement, JsonElement>.Conflict conflict when terms.ExpectedVersion is not null =>
                throw VersionCondition.Failed($"it is at version {conflict.Version}", conflict.Version),
            _ => new Problem(ProblemTypes.AggregateBusy, $"Others wrote the {desk.Type} {id} all the while; try again.")
                .Header("Retry-After", RetryAfterSeconds),
        };
    }

    private async Task<IResult> AcceptedAsync(HttpContext http, AggregateDesk desk, CommandResult<JsonElement, JsonElement>.Accepted accepted)
    {
        http.Response.Headers.ETag = VersionTag.Of(accepted.Aggregate.Version).ToString();
        if (accepted.IsReplay)
            http.Response.Headers["Idempotency-Replayed"] = "true";
        try
        {
            return Json(await AggregateAnswer.OfAsync(desk, accepted.Aggregate, personal, http.RequestAborted));
        }
        catch (StoreUnavailableException)
        {
            // It is appended: an error would have a client without a key ask again. What is personal stays sealed in this answer.
            return Json(AggregateAnswer.Of(desk, accepted.Aggregate));
        }
    }
}
