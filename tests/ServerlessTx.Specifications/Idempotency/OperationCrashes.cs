namespace ServerlessTx.Specifications;

/// <summary>
/// Processes vanish at every point of an operation, alone and in pairs, and the next call repeats it. Outside, only a death between the
/// effect and its record makes the effect happen again; beside the record nothing does.
/// </summary>
public sealed class OperationCrashes
{
    [Fact]
    public void Outside_the_effect_happens_again_only_behind_a_death_in_the_ambiguous_middle()
    {
        var points = Outside([]).Points;
        var again = Enumerable.Range(1, points).Where(death => Outside([death]).Charges > 1).ToList();

        // Behind the effect's return, and before its record is written.
        Assert.Equal(again.Count, again[^1] - again[0] + 1);
        Assert.InRange(again.Count, 1, 3);
        Assert.All(Enumerable.Range(1, points), death => Assert.InRange(Outside([death]).Charges, 1, 2));
    }

    [Fact]
    public void Outside_two_deaths_cost_two_effects_more_at_most_and_one_is_recorded()
    {
        var points = Outside([]).Points;
        for (var first = 1; first <= points; first++)
        {
            for (var second = 1; second <= points; second++)
                Assert.InRange(Outside([first, second]).Charges, 1, 3);
        }
    }

    [Fact]
    public void Beside_its_record_the_effect_happens_once_wherever_two_processes_vanish()
    {
        var points = Beside([]);
        Assert.InRange(points, 8, 60);
        for (var first = 1; first <= points; first++)
        {
            for (var second = 1; second <= points; second++)
                Beside([first, second]);
        }
    }

    private static (int Points, int Charges) Outside(IReadOnlyList<int> deaths) => VirtualTime.Run(async time =>
    {
        var (store, till) = (new MemoryPartitionStore(), new Till(time));
        foreach (var death in deaths)
            await DieAsync(time, store, till, new Fate(death), world => till.OnceAsync(world));
        var fate = till.Caller = Fate.Immortal;
        var world = new World(time, store: new MortalStore(store, fate));
        var last = await till.OnceAsync(world);
        Assert.Equal(last.Result, (await till.OnceAsync(world)).Result);
        return (fate.Points, till.Charges);
    });

    private static int Beside(IReadOnlyList<int> deaths) => VirtualTime.Run(async time =>
    {
        var (store, till) = (new MemoryPartitionStore(), new Till(time));
        foreach (var death in deaths)
            await DieAsync(time, store, till, new Fate(death), world => Till.DebitOnceAsync(world));
        var fate = Fate.Immortal;
        await Till.DebitOnceAsync(new World(time, store: new MortalStore(store, fate)));
        Assert.Equal(9_500, await Till.BalanceAsync(store));
        return fate.Points;
    });

    private static async Task DieAsync(VirtualTime time, IPartitionStore store, Till till, Fate fate, Func<World, Task> call)
    {
        till.Caller = fate;
        await Task.WhenAny(call(new World(time, store: new MortalStore(store, fate))), Task.Delay(TimeSpan.FromMinutes(1), time));
    }
}
