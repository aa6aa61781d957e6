using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ServerlessTx.HttpParticipants.Tests;

/// <summary>A service on a real web server of its own, which answers as a test says and keeps what it received.</summary>
internal sealed class HttpService : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<ReceivedCall> _received = new();

    private HttpService(WebApplication app) => _app = app;

    public Uri Address => new(_app.Urls.Single());

    public IReadOnlyList<ReceivedCall> Received => [.. _received];

    public static async Task<HttpService> StartAsync(Func<HttpContext, ReceivedCall, Task> answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var service = new HttpService(builder.Build());
        service._app.Run(async http =>
        {
            var call = await ReceivedCall.ReadAsync(http.Request);
            service._received.Enqueue(call);
            await answer(http, call);
        });
        await service._app.StartAsync();
        return service;
    }

    /// <summary>Answers everything alike.</summary>
    public static Task<HttpService> AnsweringAsync(int status, string body = "", params (string Name, string Value)[] headers) => StartAsync((http, _) =>
    {
        http.Response.StatusCode = status;
        foreach (var (name, value) in headers)
            http.Response.Headers[name] = value;
        return http.Response.WriteAsync(body);
    });

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
