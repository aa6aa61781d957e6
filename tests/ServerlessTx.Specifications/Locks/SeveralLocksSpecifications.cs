using System.Text.Json.Nodes;

namespace ServerlessTx.Specifications;

/// <summary>Several locks, which are taken in one order, all or none.</summary>
public sealed class SeveralLocksSpecifications
{
    private static readonly TimeSpan Ttl = TimeSpan.FromSeconds(30);
    private static readonly LockTerms Once = new() { Retries = 0 };

    [Fact]
    public void They_are_taken_in_the_order_of_their_names_whatever_order_they_are_named_in() => VirtualTime.Run(async time =>
    {
        var locks = new World(time).Get<Locks>();
        var ran = await locks.ExecuteWithLocksAsync(["b", "c", "a", "b"], Ttl, retries: 0, (leases, _) =>
            Task.FromResult(string.Concat(leases.Select(lease => lease.Resource))));

        var owner = ran.Lease!.Owner;
        var expected = $$$"""
            {"status":"success","result":"abc","evidence":{"lock_acquired":true,"locks":[
              {"lock_token":1,"lock_holder":"{{{owner}}}","resource":"a"},
              {"lock_token":1,"lock_holder":"{{{owner}}}","resource":"b"},
              {"lock_token":1,"lock_holder":"{{{owner}}}","resource":"c"}],"outlived_its_lease":false}}
            """;
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), ran.ToDocument()), ran.ToDocument().ToJsonString());
        await AllAreFreeAsync(locks);
        return true;
    });

    [Fact]
    public void Where_one_is_not_to_be_had_the_others_are_given_up_and_nothing_runs() => VirtualTime.Run(async time =>
    {
        var locks = new World(time).Get<Locks>();
        await locks.AcquireAsync("b", Once);
        var ran = await locks.ExecuteWithLocksAsync<int>(["a", "b", "c"], Ttl, retries: 2, (_, _) => throw new InvalidOperationException("it ran"));
        Assert.Equal("""{"status":"failed","reason":"lock_acquisition_failed","resource":"b"}""", ran.ToDocument().ToJsonString());
        Assert.Equal((false, 1, false, 0), ((await locks.StateAsync("a")).IsHeld, (await locks.StateAsync("a")).Token, (await locks.StateAsync("c")).IsHeld, (await locks.StateAsync("c")).Token));
        return true;
    });

    [Fact]
    public void Those_who_want_the_same_in_other_orders_all_come_to_their_turn() => VirtualTime.Run(async time =>
    {
        var world = new World(time);
        var (inside, most) = (0, 0);
        var orders = new[] { "abc", "cba", "bca", "cab" };
        var ran = await Task.WhenAll(orders.Select(order => world.Get<Locks>().ExecuteWithLocksAsync(
            order.Select(name => name.ToString()), Ttl, retries: 60, async (_, cancellation) =>
            {
                most = Math.Max(most, ++inside);
                await Task.Delay(TimeSpan.FromSeconds(1), time, cancellation);
                return --inside;
            })));
        Assert.All(ran, operation => Assert.NotNull(operation.Lease));
        Assert.Equal(1, most);
        return true;
    });

    [Fact]
    public void An_owner_that_asks_again_is_given_the_same_leases() => VirtualTime.Run(async time =>
    {
        var locks = new World(time).Get<Locks>();
        var first = await HeldAsync(locks, Once with { Owner = "ann" });
        Assert.Equal(first, await HeldAsync(locks, Once with { Owner = "ann" }));
        return true;
    });

    [Fact]
    public void A_first_lease_that_ran_low_while_the_last_was_waited_for_is_renewed() => VirtualTime.Run(async time =>
    {
        var locks = new World(time).Get<Locks>();
        await locks.AcquireAsync("c", Once with { Ttl = TimeSpan.FromSeconds(20) });
        var leases = await HeldAsync(locks, new LockTerms { Owner = "ann", Retries = 60 });
        Assert.All(leases, lease => Assert.True(lease.ExpiresAt - time.GetUtcNow() >= TimeSpan.FromSeconds(29)));
        return true;
    });

    [Fact]
    public void A_first_lease_that_was_lost_while_the_last_was_waited_for_gives_all_up() => VirtualTime.Run(async time =>
    {
        var locks = new World(time).Get<Locks>();
        await locks.AcquireAsync("c", Once with { Ttl = TimeSpan.FromSeconds(50) });
        var waits = locks.AcquireAllAsync(["a", "b", "c"], new LockTerms { Owner = "ann", Retries = 60 });
        await Task.Delay(TimeSpan.FromSeconds(40), time);
        Assert.IsType<LockAnswer.Held>(await locks.AcquireAsync("b", Once with { Owner = "bob" }));
        Assert.Equal(new SeveralLocksAnswer.Busy("b"), await waits);
        Assert.Equal((false, "bob", false), ((await locks.StateAsync("a")).IsHeld, (await locks.StateAsync("b")).Owner, (await locks.StateAsync("c")).IsHeld));
        return true;
    });

    [Fact]
    public void None_too_many_or_a_wrong_name_is_refused_and_nothing_is_written() => VirtualTime.Run(async time =>
    {
        var world = new World(time);
        foreach (var (resources, says) in new (IEnumerable<string>, string)[]
        {
            ([], "1 to 64"), (Enumerable.Range(0, 65).Select(i => $"r{i}"), "65 were named"), (["a", "b/c"], "'b/c' was given"),
        })
        {
            var wrong = await Assert.ThrowsAsync<ArgumentException>(() => world.Get<Locks>().AcquireAllAsync(resources));
            Assert.Contains(says, wrong.Message, StringComparison.Ordinal);
        }

        Assert.Equal(0, await StoredRows.CountAsync(world.Store, "l|"));
        return true;
    });

    private static async Task<IReadOnlyList<LockLease>> HeldAsync(Locks locks, LockTerms terms) =>
        Assert.IsType<SeveralLocksAnswer.Held>(await locks.AcquireAllAsync(["c", "a", "b"], terms)).Leases;

    private static async Task AllAreFreeAsync(Locks locks)
    {
        foreach (var resource in new[] { "a", "b", "c" })
            Assert.False((await locks.StateAsync(resource)).IsHeld);
    }
}
