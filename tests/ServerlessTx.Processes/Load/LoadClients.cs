namespace ServerlessTx.Processes;

/// <summary>Many clients at once. They outlive the hosts they talk to.</summary>
internal sealed class LoadClients
{
    private readonly IReadOnlyList<LoadClient> _clients;

    public LoadClients(int count, Mix mix, int seed)
    {
        Answers = new Answers();
        _clients = [.. Enumerable.Range(0, count).Select(number => new LoadClient(number, mix, new Random(HashCode.Combine(seed, number)), Answers))];
    }

    public Answers Answers { get; }

    /// <summary>Puts load on whatever host is handed out, until it is told to stop.</summary>
    public Task RunAsync(Func<Random, HttpClient?> host, CancellationToken stop) =>
        Task.WhenAll(_clients.Select(client => Task.Run(() => client.RunAsync(host, stop), CancellationToken.None)));

    /// <summary>Puts load on whatever host is handed out while something is done.</summary>
    public async Task DuringAsync(Func<Random, HttpClient?> host, Func<Task> work)
    {
        using var over = new CancellationTokenSource();
        var load = RunAsync(host, over.Token);
        await work();
        await over.CancelAsync();
        await load;
    }

    /// <summary>Repeats what is unanswered until nothing is, and then nobody was told two things.</summary>
    public async Task FinishAsync(HttpClient host)
    {
        await Task.WhenAll(_clients.Select(client => client.FinishAsync(host)));
        Assert.True(Answers.Faults.Count == 0, string.Join('\n', Answers.Faults));
    }
}
