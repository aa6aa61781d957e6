using System.Diagnostics;

namespace ServerlessTx.Processes;

/// <summary>How many orders a second go through a host and its Azurite. A number to look at: no test rests on it.</summary>
internal static class Throughput
{
    private const int WarmUp = 300;
    private const int Measured = 2_000;

    public static async Task MeasureAsync(int clients, Action<string> say)
    {
        using var data = new TemporaryFolder();
        await using var host = await HostProcess.StartServingAsync("--data", data.Path);
        using var http = await host.ClientAsync();
        var load = new LoadClients(clients, new Mix(new OrderWorkload()) { AllWait = true }, seed: 1);
        using var over = new CancellationTokenSource();
        var running = load.RunAsync(_ => http, over.Token);
        await load.Answers.MoreAsync(WarmUp);
        var start = Stopwatch.GetTimestamp();
        await load.Answers.MoreAsync(Measured);
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        await over.CancelAsync();
        await running;
        say($"{clients} clients: {Measured / seconds:0} orders a second over {Measured} orders, each answered when it had ended.");
    }
}
