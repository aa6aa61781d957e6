namespace ServerlessTx.Samples.Tests;

/// <summary>Sagas, TCCs and two-phase commits at once over few accounts and few goods; the host dies, its successor dies, a third recovers.</summary>
public sealed class CrashesInPairs
{
    private const int Mixed = 24;

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Whatever_ran_when_two_hosts_died_ends_and_adds_up(int seed) => VirtualTime.Run(async time =>
    {
        var random = new Random(seed);
        var memory = new MemoryPartitionStore();
        var first = Mortal(memory, time, random, most: 200);
        var host = new SampleHost(time, first, "host_a");
        await Task.WhenAll(Enumerable.Range(0, Mixed).Select(_ => StartAsync(host, time, random)));
        await Task.Delay(TimeSpan.FromSeconds(random.Next(0, 90)), time);

        var second = new SampleHost(time, Mortal(memory, time, random, most: 120), "host_b");
        await RecoverOrDieAsync(second);
        await Task.Delay(TimeSpan.FromSeconds(random.Next(0, 90)), time);

        var third = new SampleHost(time, new SlowStore(memory, time, seed), "host_c");
        await third.RecoverAsync();
        await Task.Delay(TimeSpan.FromMinutes(10), time);
        await JudgeAsync(third, new Audit(memory));
        return true;
    });

    public static TheoryData<int> Seeds() => new(Enumerable.Range(1, 60));

    private static CrashingStore Mortal(IPartitionStore memory, VirtualTime time, Random random, int most) =>
        new(new SlowStore(memory, time, random.Next()), crashAt: random.Next(1, most), isBehind: random.Next(2) == 0);

    private static async Task StartAsync(SampleHost host, VirtualTime time, Random random)
    {
        var (workflow, input) = Draw(random);
        await Task.Delay(TimeSpan.FromMilliseconds(random.Next(400)), time);
        try
        {
            var id = await host.StartAsync(workflow, input);
            if (random.Next(6) == 0)
                await host.Client.CancelAsync(id, "changed_mind", "ann");
        }
        catch (CrashedException)
        {
        }
    }

    private static (string Workflow, string Input) Draw(Random random)
    {
        var (customer, sku, account) = ($"customer_{random.Next(3)}", $"item_{random.Next(2)}", random.Next(3));
        var (quantity, amount) = (random.Next(1, 500), random.Next(1, 5_000));
        return random.Next(3) switch
        {
            0 => ("order_fulfillment", Inputs.Order(customer, sku, quantity, amount, random.Next(4) == 0 ? "nowhere" : "home")),
            1 => ("checkout_reservation", Inputs.Checkout(customer, sku, quantity, amount, random.Next(2) == 0 ? random.Next(1, 120) : null)),
            _ => ("transfer", Inputs.Transfer($"acc_{account}", $"acc_{(account + random.Next(1, 3)) % 3}", random.Next(1, 700))),
        };
    }

    private static async Task RecoverOrDieAsync(SampleHost host)
    {
        try
        {
            await host.RecoverAsync();
        }
        catch (CrashedException)
        {
        }
    }

    /// <summary>Each workflow's effects are those of its status, once for each transaction, and all of it adds up.</summary>
    private static async Task JudgeAsync(SampleHost host, Audit audit)
    {
        await audit.IsAtRestAsync();
        var states = await Task.WhenAll((await host.AllAsync()).Select(async id => (await host.Client.GetAsync(id))!));
        int Ended(TransactionStatus status) => states.Count(state => state.Status == status);
        Assert.DoesNotContain(states, state => state.Heuristic);
        Assert.Equal(
            Ended(TransactionStatus.Confirmed) + Ended(TransactionStatus.Completed),
            (await audit.Rows<PaymentRow>("payments")).Count(payment => payment.Status == "charged"));
        Assert.Equal(Ended(TransactionStatus.Confirmed), await audit.CountAsync("allocations"));
        Assert.Equal(
            Ended(TransactionStatus.Completed),
            (await audit.Rows<ReservationRow>("reservations")).Count(reservation => reservation.Status == "reserved"));
        Assert.Equal(Ended(TransactionStatus.Completed), await audit.CountAsync("shipments"));
        Assert.Equal(Ended(TransactionStatus.Completed), await audit.CountAsync("messages"));
        Assert.Equal(2 * Ended(TransactionStatus.Committed), await audit.CountAsync("ledger"));
        Assert.Equal(2 * Ended(TransactionStatus.Committed), await audit.CountAsync("journal"));
    }
}
