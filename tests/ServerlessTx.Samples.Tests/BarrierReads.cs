namespace ServerlessTx.Samples.Tests;

public sealed class BarrierReads
{
    [Fact]
    public void What_the_work_only_read_must_still_stand_when_it_is_written() => VirtualTime.Run(async time =>
    {
        var store = new MemoryPartitionStore();
        await store.CommitAsync("p", [new RowWrite.Insert("limit", """{"value":1}"""u8.ToArray())]);
        var seen = new List<int>();
        var calls = new DirectCalls(time, store);
        await new Barrier(store, time).TryAsync(calls.Checkout(calls.NewId(), Phase.Try), "p", async rows =>
        {
            seen.Add((await rows.FindAsync<Limit>("limit"))!.Value);
            if (seen.Count == 1)
                await store.CommitAsync("p", [new RowWrite.Replace("limit", RowWrite.AnyETag, """{"value":2}"""u8.ToArray())]);
            rows.Put("within", new Limit(seen[^1]));
            return Reservation.Reserved();
        });
        Assert.Equal([1, 2], seen);
        return true;
    });

    [Fact]
    public void A_row_that_is_gone_when_it_is_looked_for_again_can_be_put() => VirtualTime.Run(async time =>
    {
        var store = new MemoryPartitionStore();
        await store.CommitAsync("p", [new RowWrite.Insert("lock", """{"value":1}"""u8.ToArray())]);
        var runs = 0;
        var calls = new DirectCalls(time, store);
        await new Barrier(store, time).TryAsync(calls.Checkout(calls.NewId(), Phase.Try), "p", async rows =>
        {
            runs++;
            Assert.NotNull(await rows.FindAsync<Limit>("lock"));
            await store.CommitAsync("p", [new RowWrite.Delete("lock", RowWrite.AnyETag)]);
            Assert.Null(await rows.FindAsync<Limit>("lock"));
            rows.Put("lock", new Limit(2));
            return Reservation.Reserved();
        });
        Assert.Equal(1, runs);
        return true;
    });

    [Fact]
    public void A_row_that_is_put_without_a_look_and_stands_already_is_a_fault_of_the_work() => VirtualTime.Run(async time =>
    {
        var store = new MemoryPartitionStore();
        await store.CommitAsync("p", [new RowWrite.Insert("limit", """{"value":1}"""u8.ToArray())]);
        var calls = new DirectCalls(time, store);
        var call = calls.Checkout(calls.NewId(), Phase.Try);
        Task<Reservation> TryAsync(bool looks) => new Barrier(store, time).TryAsync(call, "p", async rows =>
        {
            if (looks && await rows.FindAsync<Limit>("limit") is not null)
                return Reservation.Refused("limit_stands");
            rows.Put("limit", new Limit(2));
            return Reservation.Reserved();
        });
        var fault = await Assert.ThrowsAsync<InvalidOperationException>(() => TryAsync(looks: false));
        Assert.Equal("The row 'limit' stands already. Call FindAsync before you put a row that another call may have put.", fault.Message);
        Assert.Equal(Reservation.Refused("limit_stands"), await TryAsync(looks: true));
        return true;
    });

    [Fact]
    public void A_row_that_another_put_after_the_look_is_seen_on_the_next_round() => VirtualTime.Run(async time =>
    {
        var store = new MemoryPartitionStore();
        var seen = new List<IReadOnlyList<Limit>>();
        var calls = new DirectCalls(time, store);
        await new Barrier(store, time).TryAsync(calls.Checkout(calls.NewId(), Phase.Try), "p", async rows =>
        {
            seen.Add(await rows.ListAsync<Limit>("limit|"));
            if (seen.Count == 1)
                await store.CommitAsync("p", [new RowWrite.Insert("limit|0", """{"value":1}"""u8.ToArray())]);
            rows.Put($"limit|{seen[^1].Count}", new Limit(2));
            return Reservation.Reserved();
        });
        Assert.Equal([0, 1], seen.Select(limits => limits.Count));
        return true;
    });

    private sealed record Limit(int Value);
}
