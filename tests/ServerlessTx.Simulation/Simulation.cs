namespace ServerlessTx.Simulation;

/// <summary>One seed: a storm over many transactions, then calm, then the judgement.</summary>
internal static class Simulation
{
    public static SeedResult Run(int seed) => VirtualTime.Run(time => RunAsync(seed, time));

    private static async Task<SeedResult> RunAsync(int seed, VirtualTime time)
    {
        var random = new Random(seed);
        var profile = Profile.Draw(random);
        var began = time.GetUtcNow();
        var world = new World(profile, random, time);
        var run = RunAsync(world);
        if (await Task.WhenAny(run, world.Alarm.Rang) == run && run.Exception is { } failure)
            world.Alarm.Raise($"the run failed: {failure.InnerException}");
        var stories = world.Judge.Stories.All;
        return new SeedResult(
            seed, profile, world.Judge.Fingerprint, time.GetUtcNow() - began,
            stories.CountBy(story => story.End?.Status ?? TransactionStatus.Running).ToDictionary(), world.Judge.Effects.Count,
            world.Weather.Struck, world.Judge.Groups.Degraded, world.Judge.Groups.Promised, Violation(world, time.GetUtcNow() - began));
    }

    private static async Task RunAsync(World world)
    {
        var misfortune = new Misfortune(world).StrikeAsync();
        var modes = new ModeOperator(world).WorkAsync();
        var stocktakers = Enumerable.Range(0, world.Weather.Profile.Transactions / 5).Select(_ => new Stocktaker(world).LiveAsync()).ToList();
        await Task.WhenAll(Enumerable.Range(1, world.Weather.Profile.Transactions).Select(number => new Customer(world, number).LiveAsync()));
        await Task.WhenAll(stocktakers);
        await Task.WhenAll(misfortune, modes);
        await new Aftermath(world).JudgeAsync();
    }

    private static string? Violation(World world, TimeSpan at)
    {
        if (world.Alarm.What is not { } what)
            return null;
        if (world.Alarm.TransactionId is not { } id)
            return $"at {at}: {what}";
        return $"""
            at {at}: transaction {id}: {what}
            {world.Judge.Stories.Find(id)?.Transcript ?? "Nothing stands of it."}
            """;
    }
}
