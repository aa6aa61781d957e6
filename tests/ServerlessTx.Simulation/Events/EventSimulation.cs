namespace ServerlessTx.Simulation;

/// <summary>One seed of the world of events: a storm over accounts, read models and choreographed orders, then calm, then the judgement.</summary>
internal static class EventSimulation
{
    private static readonly TimeSpan LongestStorm = TimeSpan.FromHours(2);

    public static EventResult Run(int seed) => VirtualTime.Run(time => RunAsync(seed, time));

    private static async Task<EventResult> RunAsync(int seed, VirtualTime time)
    {
        var random = new Random(seed);
        var drawn = Profile.Draw(random);
        var profile = drawn with { Storm = drawn.Storm < LongestStorm ? drawn.Storm : LongestStorm };
        var began = time.GetUtcNow();
        var world = new EventWorld(profile, random, time);
        var run = RunAsync(world);
        if (await Task.WhenAny(run, world.Alarm.Rang) == run && run.Exception is { } failure)
            world.Alarm.Raise($"the run failed: {failure.InnerException}");
        var hops = world.Judge.Hops;
        return new EventResult(
            seed, profile, world.Judge.Fingerprint, world.Judge.Appends, hops.Effects,
            hops.Runs.Keys.CountBy(run => hops.SettledOf(run)?.Status ?? TransactionStatus.Running).ToDictionary(),
            hops.Runs.Values.SelectMany(run => run).Count(hop => hop.Record is DeadLettered),
            world.Alarm.What is { } what ? $"at {time.GetUtcNow() - began}: {what}" : null);
    }

    private static async Task RunAsync(EventWorld world)
    {
        var (storm, count) = (world.Weather.Profile.Storm, world.Weather.Profile.Transactions);
        var misfortune = new EventMisfortune(world).StrikeAsync();
        await Task.WhenAll(
        [
            .. Enumerable.Range(1, 2 * count).Select(number => new Teller(world, number).LiveAsync(storm)),
            .. Enumerable.Range(1, count).Select(number => new Buyer(world, number).LiveAsync(storm)),
        ]);
        await misfortune;
        await new EventAftermath(world).JudgeAsync();
    }

    public static void RequireHolds(this EventWorld world, byte[] document, string what)
    {
        var report = EvidenceVerifier.Verify(document);
        if (report.Outcome is not VerificationOutcome.Holds)
            world.Alarm.Raise($"the evidence of {what} is {report.Outcome}: {string.Join("; ", report.Broken.SelectMany(finding => finding.Breaches))} {report.Reason}");
    }
}
