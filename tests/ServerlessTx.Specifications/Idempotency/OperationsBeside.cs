namespace ServerlessTx.Specifications;

/// <summary>An operation whose effect is rows beside its record: it happens exactly once.</summary>
public sealed class OperationsBeside
{
    [Fact]
    public void Effect_and_record_stand_together_and_a_replay_changes_nothing() => VirtualTime.Run(async time =>
    {
        var world = new World(time);
        var first = await Till.DebitOnceAsync(world);
        var again = await Till.DebitOnceAsync(world);

        Assert.Equal((ProcessedStatus.Processed, ProcessedStatus.AlreadyProcessed), (first.Status, again.Status));
        Assert.Equal(first.Result, again.Result);
        Assert.Equal(9_500, await Till.BalanceAsync(world.Store));
        return true;
    });

    [Fact]
    public void Two_processes_at_once_make_the_effect_once() => VirtualTime.Run(async time =>
    {
        var world = new World(time);
        var both = await Task.WhenAll(Till.DebitOnceAsync(world), Till.DebitOnceAsync(new World(time, store: world.Store)));

        Assert.Single(both, processed => processed.Status is ProcessedStatus.Processed);
        Assert.All(both, processed => Assert.Null(processed.Evidence.UnrecordedEffect));
        Assert.Equal(9_500, await Till.BalanceAsync(world.Store));
        return true;
    });

    [Fact]
    public void Operations_that_meet_on_a_row_all_take_effect() => VirtualTime.Run(async time =>
    {
        var store = new MemoryPartitionStore();
        await Task.WhenAll(Enumerable.Range(1, 5).Select(n =>
            Till.DebitOnceAsync(new World(time, store: store), Till.Key with { Key = $"order_{n}" }, new Charge("ann", n))));

        Assert.Equal(10_000 - 15, await Till.BalanceAsync(store));
        return true;
    });

    [Fact]
    public void A_batch_whose_answer_was_lost_is_not_made_again() => VirtualTime.Run(async time =>
    {
        var store = new LossyStore(new MemoryPartitionStore());
        var world = new World(time, store: store);
        await world.StartAsync();
        // The locator's answer and the batch's.
        store.LoseAnswers = 2;

        Assert.Equal(ProcessedStatus.Processed, (await Till.DebitOnceAsync(world)).Status);
        Assert.Equal(0, store.LoseAnswers);
        Assert.Equal(9_500, await Till.BalanceAsync(world.Store));
        return true;
    });

    /// <summary>It would conflict for ever, and hold up all who use the key.</summary>
    [Fact]
    public void A_row_that_stands_already_and_was_not_looked_for_is_an_error_that_names_it_and_uses_no_key() => VirtualTime.Run(async time =>
    {
        var world = new World(time);
        await Till.DebitOnceAsync(world, Till.Key with { Key = "order_1" });
        var blind = await Assert.ThrowsAsync<InvalidOperationException>(() => Till.Of(world).ProcessOnceAsync(Till.Key, Till.Partition, Till.Request, (charge, rows) =>
        {
            rows.Put("account|ann", new AccountRow(0));
            return Task.FromResult(new Charged("blind", charge.Cents));
        }));
        Assert.Equal("The row 'account|ann' stands already. Call FindAsync before you put a row that another call may have put.", blind.Message);
        Assert.Equal(ProcessedStatus.Processed, (await Till.DebitOnceAsync(world)).Status);
        Assert.Equal(9_000, await Till.BalanceAsync(world.Store));
        return true;
    });

    [Fact]
    public void One_key_works_in_one_partition() => VirtualTime.Run(async time =>
    {
        var (world, till) = (new World(time), new Till(time));
        await Till.DebitOnceAsync(world);
        await till.OnceAsync(world, Till.Key with { Key = "outside" });

        await Assert.ThrowsAsync<IdempotencyKeyReusedException>(() => Till.DebitOnceAsync(world, partition: "another"));
        await Assert.ThrowsAsync<IdempotencyKeyReusedException>(() => till.OnceAsync(world));
        await Assert.ThrowsAsync<IdempotencyKeyReusedException>(() => Till.DebitOnceAsync(world, Till.Key with { Key = "outside" }));
        Assert.Equal((1, 9_500), (till.Charges, await Till.BalanceAsync(world.Store)));
        return true;
    });

    [Fact]
    public void An_expired_key_works_where_and_how_it_is_used_next() => VirtualTime.Run(async time =>
    {
        var (world, till) = (new World(time), new Till(time));
        await Till.DebitOnceAsync(world);
        await Task.Delay(TimeSpan.FromHours(24), time);
        await till.OnceAsync(world);
        await Task.Delay(TimeSpan.FromHours(24), time);

        Assert.Equal(ProcessedStatus.Processed, (await Till.DebitOnceAsync(world)).Status);
        Assert.Equal((1, 9_000), (till.Charges, await Till.BalanceAsync(world.Store)));
        return true;
    });

    [Theory]
    [InlineData("00")]
    [InlineData("meta")]
    public void A_partition_of_the_evidence_is_no_place_for_effects(string partition) => VirtualTime.Run(async time =>
    {
        await Assert.ThrowsAsync<ArgumentException>(() => Till.DebitOnceAsync(new World(time), partition: partition));
        return true;
    });

    [Fact]
    public void An_effect_that_writes_the_rows_of_keys_is_refused() => VirtualTime.Run(async time =>
    {
        var world = new World(time);
        await Assert.ThrowsAsync<ArgumentException>(() => Till.Of(world).ProcessOnceAsync(Till.Key, Till.Partition, Till.Request, (_, rows) =>
        {
            rows.Put("k|mine", Till.Request);
            return Task.FromResult(true);
        }));
        Assert.Null(await Till.Of(world).EvidenceAsync(Till.Key));
        return true;
    });

    [Fact]
    public void An_effect_with_a_result_that_is_too_large_does_not_happen() => VirtualTime.Run(async time =>
    {
        var world = new World(time);
        await Assert.ThrowsAsync<StoreLimitException>(() => Till.Of(world).ProcessOnceAsync(Till.Key, Till.Partition, Till.Request, async (charge, rows) =>
        {
            await Till.DebitAsync(charge, rows);
            return new string('x', 300_000);
        }));
        Assert.Equal(10_000, await Till.BalanceAsync(world.Store));
        return true;
    });
}
