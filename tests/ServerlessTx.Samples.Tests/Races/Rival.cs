namespace ServerlessTx.Samples.Tests;

/// <summary>What another host does to a transaction while its driver stands still in the middle of a store operation.</summary>
public enum Rival
{
    /// <summary>Somebody cancels it.</summary>
    Cancels,

    /// <summary>Its time is over, and a participant asks.</summary>
    AsksPastTheDeadline,

    /// <summary>Recovery takes it over and drives it, on and on while the first wakes.</summary>
    TakesOver,

    /// <summary>Its time is over, and recovery takes it over: the first wakes when all has ended.</summary>
    TakesOverPastTheDeadline,

    /// <summary>One cancels, one asks past the deadline and one takes over, all at once.</summary>
    AllAtOnce,
}

internal static class Rivals
{
    public static async Task ActAsync(this Rival rival, SampleHost host, VirtualTime time)
    {
        if (rival is Rival.AsksPastTheDeadline or Rival.TakesOverPastTheDeadline or Rival.AllAtOnce)
            await Task.Delay(TimeSpan.FromMinutes(6), time);
        foreach (var id in await host.AllAsync())
        {
            await (rival switch
            {
                Rival.Cancels => host.Client.CancelAsync(id, "changed_mind", "ann"),
                Rival.AsksPastTheDeadline => host.Client.AskAsync(id),
                Rival.TakesOver => host.Recovery.RunAsync(everything: true, default),
                Rival.TakesOverPastTheDeadline => TakeOverToTheEndAsync(host, time),
                _ => Task.WhenAll(
                    host.Client.CancelAsync(id, "changed_mind", "ann"), host.Client.AskAsync(id), host.Recovery.RunAsync(everything: true, default)),
            });
        }
    }

    private static async Task TakeOverToTheEndAsync(SampleHost host, VirtualTime time)
    {
        await host.Recovery.RunAsync(everything: true, default);
        await Task.Delay(TimeSpan.FromMinutes(1), time);
    }
}
