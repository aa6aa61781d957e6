using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace ServerlessTx.AspNetCore;

/// <summary>The dead letters of a subscription in pages, the oldest first.</summary>
internal sealed class ListDeadLettersEndpoint(Failures failures, DeadLetters letters)
    : DeadLetterEndpoint(failures, letters, "list_dead_letters", HttpMethods.Get, "", ApiRole.Read)
{
    private protected override async Task<IResult> AnswerAsync(HttpContext http, string subscription, string[] rest)
    {
        var query = new QueryParameters(http.Request, "after", "limit");
        var after = query.Read("after", text => LetterName.IsOne(text) ? text : null, "a letter, such as the continuation of the page before");
        var limit = query.Read("limit", LimitOf, $"a number from 1 to {IDeadLetterQueue.MostAtOnce}") ?? IDeadLetterQueue.MostAtOnce;
        var page = await Letters.ListAsync(subscription, after, limit, http.RequestAborted);
        return Json(new DeadLetterPage
        {
            DeadLetters = [.. page.Select(dead => DeadLetterLine.Of(dead))],
            // A full page may be the last one; the next is empty then.
            Continuation = page.Count == limit ? page[^1].Letter : null,
        });
    }

    private static int? LimitOf(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var lines) && lines is >= 1 and <= IDeadLetterQueue.MostAtOnce ? lines : null;
}
