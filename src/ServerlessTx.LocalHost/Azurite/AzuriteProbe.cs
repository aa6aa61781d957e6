using System.Net;

namespace ServerlessTx.LocalHost;

/// <summary>Asks a port whether the Azurite that we mean answers there.</summary>
internal static class AzuriteProbe
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(2);

    /// <summary>
    /// True when this very Azurite answers. An account it knows gets 403 without a signature and one it does not know 404, so the
    /// account named after the instance tells ours from another Azurite that got the same port after a restart of the machine.
    /// </summary>
    public static async Task<bool> AnswersAsync(AzuritePorts ports, string instance, CancellationToken cancellation)
    {
        // A proxy from the environment has no business on loopback.
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { Timeout = Bound };
        try
        {
            using var answer = await client.GetAsync(new Uri($"http://127.0.0.1:{ports.Table}/{instance}/Tables"), cancellation);
            return answer.StatusCode == HttpStatusCode.Forbidden && answer.Headers.Server.ToString().StartsWith("Azurite-Table", StringComparison.Ordinal);
        }
        catch (HttpRequestException)
        {
            return false;
        }
        catch (TaskCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return false;
        }
    }
}
