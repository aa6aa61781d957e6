using Microsoft.AspNetCore.Http;

namespace ServerlessTx.HttpParticipants.Tests;

/// <summary>A service that does everything it is asked for, but where a script says otherwise: answers in order, the last of them for ever.</summary>
internal static class Script
{
    public static Task<HttpService> Of(params (string Path, int Status, string Body)[] lines)
    {
        var scripts = lines.GroupBy(line => line.Path).ToDictionary(script => $"/tx/{script.Key}", script => new Queue<(string, int Status, string Body)>(script));
        return HttpService.StartAsync((http, call) =>
        {
            if (!scripts.TryGetValue(call.Path, out var script))
            {
                http.Response.StatusCode = 204;
                return Task.CompletedTask;
            }

            var line = script.Count > 1 ? script.Dequeue() : script.Peek();
            http.Response.StatusCode = line.Status;
            return line.Status == 204 ? Task.CompletedTask : http.Response.WriteAsync(line.Body);
        });
    }
}
