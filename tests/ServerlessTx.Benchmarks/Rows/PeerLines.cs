namespace ServerlessTx.Benchmarks;

/// <summary>Transfers on the memory store against Orleans Transactions with memory storage.</summary>
internal static class PeerLines
{
    private const double LeastTimesThePeer = 5;
    private const int Busy = 200;
    private const int Many = 1_000;
    private const int Few = 10;

    public static async IAsyncEnumerable<Line> MeasureAsync(Bench bench)
    {
        var (ours, peer) = await BothAsync(bench, callers: 1, Many, bench.Scale.Transfers / 5);
        yield return new("peer: transfer, alone", PerSecond(ours), Theirs(peer));

        (ours, peer) = await BothAsync(bench, Busy, Many, bench.Scale.Transfers);
        var ratio = ours.PerSecond / peer.PerSecond;
        yield return new(
            "peer: transfers, 200 at once over 1,000 accounts", $"{PerSecond(ours)}, {Text.Times(ratio)}", Theirs(peer),
            Goal.AtLeast(LeastTimesThePeer, ratio, " ×"));

        await using var bank = new OurBank();
        await using var other = await PeerBank.StartAsync();
        await WarmAsync(bank, Few);
        await WarmAsync(other, Few);
        ours = await TransferRun.MeasureAsync(bank, Busy, Few, bench.Scale.Contended, Bound(bench));
        peer = await TransferRun.MeasureAsync(other, Busy, Few, bench.Scale.Contended, Bound(bench));
        var faults = await bank.FaultsAsync(Few);
        yield return new(
            "peer: transfers, 200 at once over 10 accounts", $"{PerSecond(ours)}, {faults}", Theirs(peer),
            new Goal("all finish, no lock left", ours.IsFinished && faults.StartsWith("0 locks", StringComparison.Ordinal)));
    }

    private static async Task<(TransferRun Ours, TransferRun Peer)> BothAsync(Bench bench, int callers, int accounts, int count)
    {
        await using var bank = new OurBank();
        await using var other = await PeerBank.StartAsync();
        await WarmAsync(bank, accounts);
        await WarmAsync(other, accounts);
        return (
            await TransferRun.MeasureAsync(bank, callers, accounts, count, Bound(bench)),
            await TransferRun.MeasureAsync(other, callers, accounts, count, Bound(bench)));
    }

    /// <summary>Every account once, since the first use of each makes it; one after the other, so that nobody is in another's way.</summary>
    private static async Task WarmAsync(IBank bank, int accounts)
    {
        for (var account = 0; account < Math.Max(accounts, 200); account++)
            await bank.TransferAsync(account % accounts, (account + 1) % accounts);
    }

    private static TimeSpan Bound(Bench bench) => TimeSpan.FromSeconds(bench.Scale.PeerSeconds);

    private static string PerSecond(TransferRun run) =>
        Text.Of($"{Text.Rate(run.PerSecond)}, {run.Committed:#,0} of {run.Wanted:#,0}, {run.Refused:#,0} refused, longest {run.LongestMs:#,0} ms, {run.CpuMs:0.00} ms of CPU each");

    private static string Theirs(TransferRun run) => $"{PerSecond(run)} with Orleans";
}
