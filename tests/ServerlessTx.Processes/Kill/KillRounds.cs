using System.Diagnostics;

namespace ServerlessTx.Processes;

/// <summary>
/// A host under load on its own Azurite, killed with -9 and started again, over and over. Azurite is not killed: it saves only every
/// five seconds, and it is not what is proven here.
/// </summary>
/// <param name="folder">The data folder.</param>
/// <param name="mix">What the clients send.</param>
/// <param name="seed">Decides when the kills come. What the machine does in between is no part of it.</param>
/// <param name="say">Gets a line a round.</param>
/// <param name="arguments">What the host is told beside.</param>
internal sealed class KillRounds(string folder, Mix mix, int seed, Action<string> say, params string[] arguments)
{
    private const int Clients = 16;
    private const int LockClients = 2;
    private const int MostAnswersARound = 60;
    private const int MostSpinsBehindThem = 200_000;

    private readonly Random _random = new(seed);
    private readonly LoadClients _clients = new(Clients, mix, seed);
    private readonly LockLoad _locks = new(LockClients, seed);

    public async Task RunAsync(int rounds)
    {
        say($"{rounds} rounds with seed {seed}.");
        for (var round = 1; round <= rounds; round++)
            await RoundAsync(round);
        await EndAsync();
    }

    private async Task RoundAsync(int round)
    {
        var start = Stopwatch.GetTimestamp();
        await using var host = HostProcess.Start(["--data", folder, "--address", "http://127.0.0.1:0", .. arguments]);
        var isEarly = _random.Next(5) == 0;
        var answers = _random.Next(MostAnswersARound);
        var spins = _random.Next(MostSpinsBehindThem);
        if (isEarly && round > 1)
        {
            // While it starts: it has its Azurite, and may have begun to take up what was open.
            await host.LineAsync("Azurite ");
            Thread.SpinWait(spins);
            await host.KillAsync();
        }
        else
        {
            await KillUnderLoadAsync(host, answers, spins);
        }

        say($"Round {round}: killed {(isEarly ? "while it started" : $"after {answers} answers")}, {_clients.Answers.Count} answers in all, {Stopwatch.GetElapsedTime(start).TotalSeconds:0.0} s.");
    }

    private async Task KillUnderLoadAsync(HostProcess host, int answers, int spins)
    {
        using var http = await host.ClientAsync();
        using var killed = new CancellationTokenSource();
        var enough = _clients.Answers.MoreAsync(answers);
        var load = Task.WhenAll(_clients.RunAsync(_ => http, killed.Token), _locks.RunAsync(http, killed.Token));
        await enough;
        // Not always just behind an answer.
        Thread.SpinWait(spins);
        await host.KillAsync();
        await killed.CancelAsync();
        await load;
    }

    private async Task EndAsync()
    {
        var start = Stopwatch.GetTimestamp();
        await using var host = await HostProcess.StartServingAsync(["--data", folder, .. arguments]);
        using var http = await host.ClientAsync();
        var transactions = await CheckAsync(host, http);
        var ends = transactions.ToDictionary(transaction => transaction.Id, transaction => $"{transaction.Workflow} {transaction.Status}");
        foreach (var status in transactions.GroupBy(transaction => ends[transaction.Id] + (transaction.Parent is { } parent ? $", child of {ends[parent]}" : "")).OrderBy(status => status.Key))
            say($"{status.Count(),6} {status.Key}");
        say($"{_locks.Leases,6} leases of locks");
        say($"{transactions.Sum(transaction => transaction.Takeovers),6} times a transaction was taken over. All is as it should be, after {Stopwatch.GetElapsedTime(start).TotalSeconds:0.0} s.");
    }

    private async Task<IReadOnlyList<EndedTransaction>> CheckAsync(HostProcess host, HttpClient http)
    {
        try
        {
            await _clients.FinishAsync(http);
            await _locks.CheckAsync(http);
            return await new Aftermath(http, mix).CheckAsync(_clients.Answers.Ids);
        }
        catch
        {
            foreach (var line in host.Output)
                say(line);
            throw;
        }
    }
}
