using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using ServerlessTx.Samples;

namespace ServerlessTx.Bank;

/// <summary>
/// The local host with the transfer that has modes, under load. In each round one of its two servers is stopped and started again, and the host is
/// killed with -9 four times: while the group is switched, while operations are buffered, while they are applied, and while it fails back.
/// </summary>
internal sealed class ModesKill : IAsyncDisposable
{
    private const int Clients = 8;
    private const decimal SetAside = 300m;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(2);

    private readonly Random _random;
    private readonly Action<string> _say;
    private readonly Azurite _azurite;
    private readonly TransferServers _servers;
    private readonly Mix _mix = new(new ResilientTransferWorkload());
    private readonly LoadClients _clients;
    private HostProcess? _host;
    private HttpClient? _http;

    private ModesKill(int seed, Action<string> say, Azurite azurite, TransferServers servers)
    {
        (_random, _say, _azurite, _servers) = (new Random(seed), say, azurite, servers);
        _clients = new LoadClients(Clients, _mix, seed);
        say($"Seed {seed}.");
    }

    public static async Task<ModesKill> StartAsync(int seed, Action<string> say) => new(
        seed, say, await Azurite.StartAsync(new AzuriteOptions { InMemory = true }, say, TimeProvider.System), await TransferServers.StartAsync(say));

    public async Task RunAsync(int rounds)
    {
        await StartHostAsync();
        await SetAsideAsync();
        await _clients.DuringAsync(_ => Volatile.Read(ref _http), async () =>
        {
            for (var round = 1; round <= rounds; round++)
                await RoundAsync(round);
        });
        await EndAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_host is not null)
            await _host.DisposeAsync();
        await _servers.DisposeAsync();
        await _azurite.DisposeAsync();
    }

    private async Task RoundAsync(int round)
    {
        var start = Stopwatch.GetTimestamp();
        var (name, server) = _random.Next(2) == 0 ? (Transfer.Accounts, _servers.First) : (Transfer.Ledger, _servers.Second);
        await _clients.Answers.MoreAsync(_random.Next(1, 40));
        await server.KillAsync();
        await Task.Delay(_random.Next(3_000));
        var switching = await KillAsync();
        await UntilAsync(view => view.Mode is "degraded" && (name == Transfer.Accounts || view.Waiting > 0));
        await Task.Delay(_random.Next(1_000));
        var buffering = await KillAsync();
        await server.StartAgainAsync();
        await UntilAsync(view => view.Mode is "failing_back");
        Thread.SpinWait(_random.Next(2_000_000));
        var applying = await KillAsync();
        await Task.Delay(_random.Next(1_500));
        var failingBack = await KillAsync();
        await UntilAsync(view => view is { Mode: "strict" });
        await SetAsideAsync();
        _say($"Round {round}: {name} was away; killed while {switching}, {buffering}, {applying}, {failingBack}; "
            + $"{_clients.Answers.Count} answers in all, {Stopwatch.GetElapsedTime(start).TotalSeconds:0.0} s.");
    }

    /// <returns>How the group stood.</returns>
    private async Task<string> KillAsync()
    {
        var view = await ViewAsync();
        await _host!.KillAsync();
        await StartHostAsync();
        return view is null ? "it did not answer" : $"{view.Mode} with {view.Waiting} buffered";
    }

    private async Task EndAsync()
    {
        var start = Stopwatch.GetTimestamp();
        await _clients.FinishAsync(_http!);
        await UntilAsync(view => view is { Mode: "strict", Waiting: 0 });
        var transactions = await new Aftermath(_http!, _mix).CheckAsync(_clients.Answers.Ids);
        var report = EvidenceVerifier.Verify(await _http!.GetByteArrayAsync(new Uri($"/api/modes/{ResilientTransfer.Name}/evidence", UriKind.Relative)));
        Assert.True(report.Outcome is VerificationOutcome.Holds, string.Join('\n', report.Broken));
        foreach (var status in transactions.GroupBy(transaction => $"{transaction.Workflow} {transaction.Status}").OrderBy(status => status.Key))
            _say($"{status.Count(),6} {status.Key}");
        _say($"{transactions.Sum(transaction => transaction.Takeovers)} takeovers. No money was made or lost, both servers agree, each transfer was made once, "
            + $"and all evidence holds, after {Stopwatch.GetElapsedTime(start).TotalSeconds:0.0} s.");
    }

    private async Task StartHostAsync()
    {
        if (_host is not null)
            await _host.DisposeAsync();
        _host = await HostProcess.StartServingAsync(
            "--storage", _azurite.ConnectionString, "--accounts-db", _servers.First.ConnectionString, "--ledger-db", _servers.Second.ConnectionString,
            "--mode-interval", "200ms", "--mode-away-calls", "2", "--mode-away-after", "1s", "--mode-back-calls", "2", "--mode-back-after", "1s",
            "--attempt-timeout", "2s", "--longest-delay", "1s", "--recovery-interval", "1s", "--recovery-grace", "5s");
        var http = await _host.ClientAsync();
        http.Timeout = Patience;
        Volatile.Write(ref _http, http);
    }

    /// <summary>A balance that is lower now keeps less of it.</summary>
    private async Task SetAsideAsync()
    {
        for (var account = 0; account < ResilientTransferWorkload.Accounts; account++)
        {
            using var answer = await _http!.PostAsJsonAsync(
                new Uri($"/api/modes/{ResilientTransfer.Name}/escrow", UriKind.Relative),
                new { side = Transfer.Accounts, account = ResilientTransferWorkload.Account(account), amount = SetAside });
        }
    }

    private async Task UntilAsync(Func<Standing, bool> isSo) => Assert.True(
        await Poll.UntilAsync(async () => await ViewAsync() is { } view && isSo(view), Bound, TimeProvider.System, CancellationToken.None),
        $"The group does not come so far: {await ViewAsync()}");

    /// <summary>Nothing while the host does not answer.</summary>
    private async Task<Standing?> ViewAsync()
    {
        try
        {
            var view = await _http!.GetFromJsonAsync<JsonElement>(new Uri($"/api/modes/{ResilientTransfer.Name}", UriKind.Relative));
            return new Standing(view.GetProperty("mode").GetString()!, view.GetProperty("sides").EnumerateArray().Sum(side => side.GetProperty("waiting").GetInt32()));
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    private sealed record Standing(string Mode, int Waiting);
}
