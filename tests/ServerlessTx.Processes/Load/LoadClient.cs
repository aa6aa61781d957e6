using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace ServerlessTx.Processes;

/// <summary>One client: a request after the other. One that is not answered is sent again with its key, to whichever host lives, until it is.</summary>
internal sealed class LoadClient(int number, Mix mix, Random random, Answers answers)
{
    private const int RepeatsOneIn = 12;

    private int _sent;
    private LoadRequest? _unanswered;

    /// <summary>Sends until it is told to stop.</summary>
    /// <param name="host">The host to ask next; none ends the client for now.</param>
    /// <param name="stop">Begins no further request.</param>
    public async Task RunAsync(Func<Random, HttpClient?> host, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested && host(random) is { } here)
        {
            _unanswered ??= Next();
            if (await TryAsync(here, _unanswered))
                _unanswered = null;
        }
    }

    /// <summary>Sends only what is unanswered.</summary>
    public async Task FinishAsync(HttpClient host)
    {
        while (_unanswered is { } left)
        {
            if (await TryAsync(host, left))
                _unanswered = null;
        }
    }

    private LoadRequest Next()
    {
        if (random.Next(RepeatsOneIn) == 0 && answers.TakeOld() is { } old)
            return old;
        return mix.Next(random, string.Create(CultureInfo.InvariantCulture, $"client {number}, request {_sent++}"));
    }

    private async Task<bool> TryAsync(HttpClient host, LoadRequest request)
    {
        try
        {
            using var answer = await SendAsync(host, request);
            if (answer.StatusCode is HttpStatusCode.ServiceUnavailable)
                return false;
            if (answer.StatusCode is not (HttpStatusCode.OK or HttpStatusCode.Accepted))
                answers.Fault($"{request} was answered with {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
            else
                await UnderstandAsync(host, request, await answer.Content.ReadFromJsonAsync<JsonElement>());
            return true;
        }
        catch (Exception silence) when (silence is HttpRequestException or SocketException or IOException or TaskCanceledException)
        {
            // Killed, frozen or not there yet: nobody knows whether it was begun. One killed while it is connected to comes as the socket says it.
            return false;
        }
    }

    private async Task UnderstandAsync(HttpClient host, LoadRequest request, JsonElement state)
    {
        var id = state.GetProperty("transaction_id").GetString()!;
        answers.Add(request, id);
        if (request.Cancels && await ClientWord.CancelAsync(host, id) is { } fault)
            answers.Fault(fault);
        if (await mix.Of(request).FollowAsync(host, id, request) is { } broken)
            answers.Fault(broken);
    }

    private static Task<HttpResponseMessage> SendAsync(HttpClient host, LoadRequest request)
    {
        var message = new HttpRequestMessage(HttpMethod.Post, new Uri($"/api/transactions/{request.Workflow}", UriKind.Relative))
        {
            Content = new StringContent(request.Body, Encoding.UTF8, "application/json"),
            Headers = { { "Idempotency-Key", request.Key } },
        };
        if (request.Waits)
            message.Headers.Add("Prefer", "wait=10");
        return host.SendAsync(message);
    }
}
