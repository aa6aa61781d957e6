namespace ServerlessTx.Processes;

/// <summary>
/// Two hosts on one storage account. Now and then one of them freezes until the other has taken over what it drove, and then wakes in the
/// middle of it, or is killed.
/// </summary>
internal sealed class TwoHosts(string connection, Mix mix, int seed, Action<string> say) : IAsyncDisposable
{
    private const int Clients = 16;

    /// <summary>Longer than a takeover takes, and shorter than the patience of a test.</summary>
    private static readonly TimeSpan ClientPatience = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan TakeoverBound = TimeSpan.FromSeconds(60);

    private readonly Random _random = new(seed);
    private readonly LoadClients _clients = new(Clients, mix, seed);
    private readonly HostProcess[] _hosts = new HostProcess[2];
    private readonly HttpClient[] _http = new HttpClient[2];

    public async Task RunAsync(int turns)
    {
        say($"{turns} turns with seed {seed}.");
        await Task.WhenAll(StartAsync(0), StartAsync(1));
        await _clients.DuringAsync(random => Volatile.Read(ref _http[random.Next(2)]), async () =>
        {
            for (var turn = 1; turn <= turns; turn++)
                await TurnAsync(turn);
        });
        await _clients.FinishAsync(_http[0]);
        var transactions = await new Aftermath(_http[0], mix).CheckAsync(_clients.Answers.Ids);
        var taken = transactions.Sum(transaction => transaction.Takeovers);
        say($"{transactions.Count} transactions, {taken} takeovers.");
        Assert.NotEqual(0, taken);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var host in _hosts.OfType<HostProcess>())
            await host.DisposeAsync();
    }

    private async Task TurnAsync(int turn)
    {
        await _clients.Answers.MoreAsync(_random.Next(5, 40));
        var victim = _random.Next(2);
        var dies = _random.Next(3) == 0;
        var before = Taken(1 - victim);
        _hosts[victim].Freeze();
        await TakenOverAsync(turn, 1 - victim, before);
        if (dies)
        {
            await _hosts[victim].KillAsync();
            await StartAsync(victim);
        }
        else
        {
            _hosts[victim].Thaw();
        }

        say($"Turn {turn}: host {victim} froze and {(dies ? "was killed" : "woke again")}, {_clients.Answers.Count} answers in all.");
    }

    /// <summary>Waits until the host that lives has taken something over, or nothing is left that was open when the other froze.</summary>
    private async Task TakenOverAsync(int turn, int living, int before)
    {
        var frozen = DateTimeOffset.UtcNow;
        using var http = await _hosts[living].ClientAsync();
        var aftermath = new Aftermath(http, mix);
        IReadOnlyList<string> open = [];
        var isOver = await Poll.UntilAsync(
            async () =>
            {
                open = [.. (await aftermath.OpenAsync()).Where(id => TransactionId.Parse(id).StartedAt < frozen)];
                return Taken(living) > before || open.Count == 0;
            },
            TakeoverBound,
            TimeProvider.System,
            CancellationToken.None);
        Assert.True(isOver, $"Turn {turn}: nobody takes over {string.Join(", ", open)}.\n{string.Join('\n', _hosts[living].Output)}");
    }

    private async Task StartAsync(int number)
    {
        // Small enough to be taken over soon, and never so small that a busy machine calls a living participant silent all the time.
        _hosts[number] = await HostProcess.StartServingAsync(
            "--storage", connection, "--recovery-grace", "1s", "--recovery-interval", "200ms", "--attempt-timeout", "2s", "--first-delay", "20ms");
        var http = await _hosts[number].ClientAsync();
        http.Timeout = ClientPatience;
        Volatile.Write(ref _http[number], http);
    }

    private int Taken(int host) => _hosts[host].Output.Count(line => line.StartsWith("Resumed ", StringComparison.Ordinal) && line[8] != '0');
}
