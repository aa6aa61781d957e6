using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace ServerlessTx.AspNetCore;

/// <summary>Lists transactions, newest first.</summary>
internal sealed class ListEndpoint(Failures failures, TransactionClient client)
    : ApiEndpoint(failures, "list", HttpMethods.Get, "transactions", ApiRole.Read)
{
    private const int MostLines = 200;
    private const int LongestName = 64;

    private static readonly Dictionary<string, TransactionStatus> Statuses =
        Enum.GetValues<TransactionStatus>().ToDictionary(status => status.Word());

    private protected override async Task<IResult> HandleAsync(HttpContext http, string[] values)
    {
        var query = new QueryParameters(http.Request, "status", "workflow", "participant", "from", "to", "limit", "continuation");
        var (from, to) = (query.Read("from", Rfc3339.Read, Rfc3339.Expected), query.Read("to", Rfc3339.Read, Rfc3339.Expected));
        if (from >= to)
            throw QueryParameters.Wrong("to", "takes a moment after that of from; ranges hold their from and not their to");
        var page = await client.ListAsync(
            new TransactionQuery
            {
                Status = query.Read("status", StatusOf, "one of " + string.Join(", ", Statuses.Keys)),
                Workflow = query.Read("workflow", NameOf, "a workflow's name, " + NameExpected),
                Participant = query.Read("participant", NameOf, "a service's name, " + NameExpected),
                From = from,
                To = to,
                Limit = query.Read("limit", LinesOf, $"a number from 1 to {MostLines}") ?? new TransactionQuery().Limit,
                Continuation = query.Read("continuation", IdOfPage, "the continuation of the page before, as it was answered"),
            },
            http.RequestAborted);
        return Json(page);
    }

    private static TransactionStatus? StatusOf(string text) => Statuses.TryGetValue(text, out var status) ? status : null;

    private static int? LinesOf(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var lines) && lines is >= 1 and <= MostLines ? lines : null;

    private static string? IdOfPage(string text) => TransactionId.TryParse(text, out _) ? text : null;
}
