using System.Net;

namespace ServerlessTx.Contracts;

/// <summary>Stands where the network is: counts requests, and lets a test answer them, lose them, or pass them on.</summary>
public sealed class ScriptedHandler(Func<HttpRequestMessage, Func<Task<HttpResponseMessage>>, Task<HttpResponseMessage>> script)
    : DelegatingHandler(new SocketsHttpHandler())
{
    public int Requests { get; private set; }

    /// <summary>Answers the creation of the table with success, and everything else with a status.</summary>
    public static ScriptedHandler Answering(HttpStatusCode status, string error, string? retryAfter = null) =>
        AfterOpening(() => Task.FromResult(Answer(status, error, retryAfter)));

    /// <summary>Answers the creation of the table with success, and nothing else.</summary>
    public static ScriptedHandler Throwing(Exception failure) => AfterOpening(() => Task.FromException<HttpResponseMessage>(failure));

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (!IsOpening(request))
            Requests++;
        return script(request, () => base.SendAsync(request, cancellationToken));
    }

    public static bool IsOpening(HttpRequestMessage request) =>
        request.Method == HttpMethod.Post && request.RequestUri!.AbsolutePath.EndsWith("/Tables", StringComparison.Ordinal);

    public static bool IsBatch(HttpRequestMessage request) =>
        request.RequestUri!.AbsolutePath.EndsWith("/$batch", StringComparison.Ordinal);

    private static ScriptedHandler AfterOpening(Func<Task<HttpResponseMessage>> answer) => new((request, _) =>
        IsOpening(request) ? Task.FromResult(new HttpResponseMessage(HttpStatusCode.NoContent)) : answer());

    private static HttpResponseMessage Answer(HttpStatusCode status, string error, string? retryAfter)
    {
        var answer = new HttpResponseMessage(status)
        {
            Content = new StringContent(
                $$$"""{ "odata.error": {"code":"{{{error}}}","message":{"lang":"en-US","value":"{{{error}}}"} } }""", null, "application/json"),
        };
        if (retryAfter is not null)
            answer.Headers.Add("Retry-After", retryAfter);
        return answer;
    }
}
