using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;

namespace ServerlessTx.Processes;

/// <summary>
/// Clients that take, renew, give up or simply leave a few locks, over HTTP, while their host is killed. Whoever asks behind another's answer is
/// given a higher token, and no token is two owners'.
/// </summary>
internal sealed class LockLoad(int clients, int seed)
{
    private const int Names = 4;

    private readonly ConcurrentDictionary<(string Lock, long Token), string> _owners = new();
    private readonly ConcurrentDictionary<string, long> _highest = new();
    private readonly ConcurrentQueue<string> _faults = new();
    private int _asked;

    /// <summary>How many leases were given.</summary>
    public int Leases => _owners.Count;

    public Task RunAsync(HttpClient host, CancellationToken stop) =>
        Task.WhenAll(Enumerable.Range(0, clients).Select(number => Task.Run(() => RunAsync(host, new Random(HashCode.Combine(seed, number)), stop), CancellationToken.None)));

    /// <summary>What was told of tokens was so, each history holds, and each lock can be had above all that was told.</summary>
    public async Task CheckAsync(HttpClient host)
    {
        foreach (var name in _highest.Keys)
        {
            var document = await host.GetByteArrayAsync(new Uri($"/api/locks/{name}/evidence", UriKind.Relative));
            var report = EvidenceVerifier.Verify(document);
            if (report.Outcome is not VerificationOutcome.Holds)
                _faults.Enqueue($"the history of {name} is {report.Outcome}: {string.Join("; ", report.Broken.SelectMany(finding => finding.Breaches))}");
            Assert.True(await Poll.UntilAsync(() => TryTakeAsync(host, name, "the last", seconds: 1), TimeSpan.FromMinutes(1), TimeProvider.System, CancellationToken.None), $"{name} cannot be had");
        }

        Assert.True(_faults.IsEmpty, string.Join('\n', _faults));
    }

    private async Task RunAsync(HttpClient host, Random random, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var (name, owner) = ($"shelf_{random.Next(Names)}", string.Create(CultureInfo.InvariantCulture, $"picker_{Interlocked.Increment(ref _asked)}"));
            try
            {
                if (await TakeAsync(host, name, owner, random.Next(1, 4)) is { } token)
                    await ActAsync(host, name, owner, token, random.Next(3));
                await Task.Delay(random.Next(200), stop);
            }
            catch (Exception silence) when (silence is HttpRequestException or SocketException or IOException or OperationCanceledException)
            {
                // Killed or going: nobody knows whether it was taken, and the lease ends.
                return;
            }
        }
    }

    private async Task<bool> TryTakeAsync(HttpClient host, string name, string owner, int seconds) => await TakeAsync(host, name, owner, seconds) is not null;

    private async Task<long?> TakeAsync(HttpClient host, string name, string owner, int seconds)
    {
        var before = _highest.GetValueOrDefault(name);
        using var answer = await host.PutAsJsonAsync(new Uri($"/api/locks/{name}", UriKind.Relative), new { owner, ttl_sec = seconds });
        if (answer.StatusCode is HttpStatusCode.Conflict or HttpStatusCode.ServiceUnavailable)
            return null;
        if (answer.StatusCode is not HttpStatusCode.OK)
            throw new InvalidOperationException($"the lock {name} was answered with {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
        var token = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("lock_token").GetInt64();
        if (token <= before)
            _faults.Enqueue($"{owner} was given token {token} of {name} behind token {before}");
        if (_owners.GetOrAdd((name, token), owner) is var other && other != owner)
            _faults.Enqueue($"token {token} of {name} is {other}'s and {owner}'s");
        _highest.AddOrUpdate(name, token, (_, highest) => Math.Max(highest, token));
        return token;
    }

    /// <summary>Some hold it for longer, some give it up, some are heard of no more.</summary>
    private async Task ActAsync(HttpClient host, string name, string owner, long token, int what)
    {
        if (what == 0)
            return;
        (string Act, object Body) said = what == 1 ? ("renew", new { owner, lock_token = token, ttl_sec = 2 }) : ("release", new { owner, lock_token = token });
        using var answer = await host.PostAsJsonAsync(new Uri($"/api/locks/{name}/{said.Act}", UriKind.Relative), said.Body);
        if (answer.StatusCode is not (HttpStatusCode.OK or HttpStatusCode.Conflict or HttpStatusCode.ServiceUnavailable))
            _faults.Enqueue($"to {said.Act} {name} was answered with {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
    }
}
