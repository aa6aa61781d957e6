using System.Net;
using System.Text.Json;

namespace ServerlessTx.Participants.Http;

/// <summary>Reads a response as the contract defines it; a status that it does not name, or a body that does not fit, is unknown.</summary>
internal static class AnswerReader
{
    /// <summary>The type of a problem detail that is a refusal. A 409 of anything else between us and the service has another.</summary>
    public const string RefusedType = "urn:serverlesstx:participant:refused";

    private const int TooEarly = 425;
    private const int LongestText = 1000;

    /// <exception cref="UnknownAnswerException">It may have been done.</exception>
    /// <exception cref="StillWorkingException">It is being done.</exception>
    public static async Task<HttpAnswer> ReadAsync(HttpResponseMessage response, Phase phase, DateTimeOffset now, CancellationToken cancellation)
    {
        var status = (int)response.StatusCode;
        return status switch
        {
            >= 200 and < 300 => Success(await BoundedBody.ReadAsync(response.Content, cancellation), phase),
            >= 300 and < 400 => throw new UnknownAnswerException($"status {status}, and redirects are not followed"),
            (int)HttpStatusCode.Conflict when phase.MayRefuse() => Refusal(await BoundedBody.ReadAsync(response.Content, cancellation)),
            (int)HttpStatusCode.Gone when !phase.MayRefuse() => new HttpAnswer.Heuristic("it had been concluded and is forgotten there"),
            TooEarly => throw new StillWorkingException(RetryAfter(response, now)),
            _ => throw new UnknownAnswerException($"status {status}"),
        };
    }

    private static HttpAnswer Success(ReadOnlyMemory<byte> body, Phase phase)
    {
        if (body.IsEmpty)
            return new HttpAnswer.Done(null);
        var said = Parse(body, "a success");
        if (Text(said, "heuristic") is { } what)
            return phase.MayRefuse() ? throw new UnknownAnswerException($"a success that is heuristic, which no {phase} can be") : new HttpAnswer.Heuristic(what);
        return said.TryGetProperty("result", out var result)
            ? new HttpAnswer.Done(result.ValueKind is JsonValueKind.Null ? null : result)
            : throw new UnknownAnswerException("a success whose body has neither result nor heuristic");
    }

    private static HttpAnswer.Refused Refusal(ReadOnlyMemory<byte> body)
    {
        var problem = Parse(body, "status 409");
        return Text(problem, "type") is RefusedType
            ? new HttpAnswer.Refused(Text(problem, "reason") ?? "refused")
            : throw new UnknownAnswerException("status 409 without the type of a refusal");
    }

    private static JsonElement Parse(ReadOnlyMemory<byte> body, string what)
    {
        try
        {
            return JsonElement.Parse(body.Span) is { ValueKind: JsonValueKind.Object } value
                ? value
                : throw new UnknownAnswerException($"{what} whose body is not a JSON object");
        }
        catch (JsonException)
        {
            throw new UnknownAnswerException($"{what} whose body is not JSON");
        }
    }

    private static string? Text(JsonElement body, string member) =>
        body.TryGetProperty(member, out var value) && value.ValueKind is JsonValueKind.String && value.GetString() is { Length: > 0 } text
            ? text[..Math.Min(text.Length, LongestText)]
            : null;

    private static TimeSpan? RetryAfter(HttpResponseMessage response, DateTimeOffset now) =>
        response.Headers.RetryAfter is { } after ? after.Delta ?? after.Date - now : null;
}
