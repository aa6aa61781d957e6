using System.Diagnostics;
using Npgsql;

namespace ServerlessTx.Bank;

/// <summary>
/// Transfers between two banks on two PostgreSQL servers, with every pattern at once. In each round something is killed under load, and
/// started again: the host, either server, or all connections to one. Azurite, which keeps the evidence, is not killed.
/// </summary>
internal sealed class BankRounds : IAsyncDisposable
{
    private const int Clients = 12;
    private const int MostAnswersARound = 40;

    private static readonly TimeSpan ClientPatience = TimeSpan.FromSeconds(20);

    private readonly Random _random;
    private readonly Action<string> _say;
    private readonly Azurite _azurite;
    private readonly Dictionary<string, PostgresServer> _servers;
    private readonly Books _books;
    private readonly LookWorkload _looks;
    private readonly Mix _mix;
    private readonly LoadClients _clients;
    private HostProcess? _host;
    private HttpClient? _http;

    private BankRounds(int seed, Action<string> say, Azurite azurite, PostgresServer north, PostgresServer south)
    {
        (_random, _say, _azurite) = (new Random(seed), say, azurite);
        _servers = new() { [BankHost.North] = north, [BankHost.South] = south };
        _books = new Books(_servers.ToDictionary(server => server.Key, server => (Func<string>)(() => server.Value.ConnectionString)));
        _looks = new LookWorkload(_books);
        var orders =
            from pattern in new[] { "saga", "tcc", "two_phase" }
            from way in new[] { (From: BankHost.North, To: BankHost.South), (From: BankHost.South, To: BankHost.North) }
            select new OrderWorkload(pattern, way.From, way.To, _books);
        _mix = new Mix([.. orders, _looks]);
        _clients = new LoadClients(Clients, _mix, seed);
        say($"Seed {seed}.");
    }

    public static async Task<BankRounds> StartAsync(int seed, Action<string> say)
    {
        var azurite = await Azurite.StartAsync(new AzuriteOptions { InMemory = true }, say, TimeProvider.System);
        var servers = await Task.WhenAll(StartServerAsync(say), StartServerAsync(say));
        var rounds = new BankRounds(seed, say, azurite, servers[0], servers[1]);
        await rounds._books.OpenAsync();
        return rounds;
    }

    public async Task RunAsync(int rounds)
    {
        await StartHostAsync();
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
        foreach (var server in _servers.Values)
            await server.DisposeAsync();
        await _azurite.DisposeAsync();
    }

    private async Task RoundAsync(int round)
    {
        var start = Stopwatch.GetTimestamp();
        await _clients.Answers.MoreAsync(_random.Next(1, MostAnswersARound));
        Thread.SpinWait(_random.Next(200_000));
        var bank = _random.Next(2) == 0 ? BankHost.North : BankHost.South;
        var what = _random.Next(4) switch
        {
            0 => await KillHostAsync(),
            1 => await KillServerAsync(bank),
            2 => await KillBothAsync(bank),
            _ => await CutAsync(bank),
        };
        _say($"Round {round}: {what}; {_clients.Answers.Count} answers in all, {Stopwatch.GetElapsedTime(start).TotalSeconds:0.0} s.");
    }

    private async Task<string> KillHostAsync()
    {
        await _host!.KillAsync();
        await StartHostAsync();
        return "killed the host";
    }

    private async Task<string> KillServerAsync(string bank)
    {
        await _servers[bank].KillAsync();
        await _servers[bank].StartAgainAsync();
        return $"killed {bank}'s server";
    }

    private async Task<string> KillBothAsync(string bank)
    {
        await Task.WhenAll(_servers[bank].KillAsync(), _host!.KillAsync());
        await _servers[bank].StartAgainAsync();
        await StartHostAsync();
        return $"killed the host and {bank}'s server at once";
    }

    private async Task<string> CutAsync(string bank)
    {
        await using var source = NpgsqlDataSource.Create(_servers[bank].ConnectionString);
        await using var cut = source.CreateCommand(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()");
        return $"cut {await cut.ExecuteScalarAsync()} connections to {bank}";
    }

    private async Task EndAsync()
    {
        var start = Stopwatch.GetTimestamp();
        await _clients.FinishAsync(_http!);
        var transactions = await new Aftermath(_http!, _mix).CheckAsync(_clients.Answers.Ids);
        // Its connections and what its sweep holds for a moment go with it.
        await _host!.DisposeAsync();
        _host = null;
        var twoPhase = transactions.Where(transaction => transaction.Workflow.StartsWith("two_phase", StringComparison.Ordinal)).Select(transaction => transaction.Id);
        var faults = await _books.FaultsAsync(twoPhase.ToHashSet());
        Assert.True(faults.Count == 0, string.Join('\n', faults));
        foreach (var status in transactions.GroupBy(transaction => $"{transaction.Workflow} {transaction.Status}").OrderBy(status => status.Key))
            _say($"{status.Count(),6} {status.Key}");
        _say($"{_looks.Seen,6} consistent reads saw all the money, {transactions.Sum(transaction => transaction.Takeovers)} takeovers. "
            + $"All is as it should be, after {Stopwatch.GetElapsedTime(start).TotalSeconds:0.0} s.");
    }

    private async Task StartHostAsync()
    {
        if (_host is not null)
            await _host.DisposeAsync();
        _host = HostProcess.StartAssembly(
            "ServerlessTx.Bank.dll", "host", _azurite.ConnectionString, _servers[BankHost.North].ConnectionString, _servers[BankHost.South].ConnectionString);
        var http = await _host.ClientAsync();
        http.Timeout = ClientPatience;
        Volatile.Write(ref _http, http);
    }

    private static Task<PostgresServer> StartServerAsync(Action<string> say) => PostgresServer.StartAsync(folder: null, say, TimeProvider.System);
}
