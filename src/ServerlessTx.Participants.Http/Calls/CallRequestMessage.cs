using System.Diagnostics;
using System.Net.Http.Headers;

namespace ServerlessTx.Participants.Http;

/// <summary>The request of a call, before it is authenticated.</summary>
internal static class CallRequestMessage
{
    public static HttpRequestMessage Of(Uri address, HttpCall call, string key, string? traceparent)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, address)
        {
            Content = new ByteArrayContent(call.Write()) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } },
            Headers = { Accept = { new("application/json"), new("application/problem+json") } },
        };
        request.Headers.Add("Idempotency-Key", key);
        if (FencingHeaders.Of(call.Input) is { } fence)
            request.Headers.Add(fence);
        // The call's own span where one is recorded, else the request that began the transaction.
        if ((Activity.Current?.Id ?? traceparent) is { } parent)
            request.Headers.Add("traceparent", parent);
        return request;
    }
}
